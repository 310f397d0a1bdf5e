//! Reminders through the engine: a notification service that remembers, a clock moved by hand.

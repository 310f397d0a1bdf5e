//! Behaviour tests, one binary.

#[cfg(test)]
mod agents;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod command_line_free;
#[cfg(test)]
mod command_line_google;
#[cfg(test)]
mod command_line_proposals;
#[cfg(test)]
mod command_line_reminders;
#[cfg(test)]
mod conflicts;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod feed_fetch;
#[cfg(test)]
mod feed_fetch_stand_in;
#[cfg(test)]
mod google_edits;
#[cfg(test)]
mod google_mirror;
#[cfg(test)]
mod google_standin;
#[cfg(test)]
mod google_standin_faults;
#[cfg(test)]
mod google_standin_guests;
#[cfg(test)]
mod google_standin_series;
#[cfg(test)]
mod google_standin_tokens;
#[cfg(test)]
mod leaks;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod notifications;
#[cfg(test)]
mod proposals;
#[cfg(test)]
mod reminder_histories;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod simulation;

//! Feeds are brought up to date: gather (network), plan (pure), apply (one transaction).

mod plan;

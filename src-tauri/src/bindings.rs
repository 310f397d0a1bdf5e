//! The page's side of the commands and events, written from their Rust types.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::{commands, wire};

/// Every command and every pushed event.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        // One shape for both directions: what is absent is written as null.
        .disable_serde_phases()
        .commands(collect_commands![
            commands::add_agent,
            commands::add_feed,
            commands::add_samples,
            commands::agent_config,
            commands::allow_agent,
            commands::approve_edited,
            commands::approve_plain,
            commands::approve_proposal,
            commands::background,
            commands::begin_sign_in,
            commands::calendar_reminders,
            commands::cancel_sign_in,
            commands::change_calendar,
            commands::change_feed,
            commands::choose_file,
            commands::create_event,
            commands::delete_event,
            commands::describe_rule,
            commands::discard_queue,
            commands::dismiss_missed,
            commands::dismiss_reminder,
            commands::drop_import,
            commands::edit_event,
            commands::export_audit,
            commands::finish_sign_in,
            commands::get_editable,
            commands::get_event,
            commands::google_client,
            commands::heed_conflict,
            commands::hide_window,
            commands::ignore_conflict,
            commands::import_opened,
            commands::list_accounts,
            commands::list_agents,
            commands::list_audit,
            commands::list_calendars,
            commands::list_conflicts,
            commands::list_occurrences,
            commands::list_proposals,
            commands::list_queue,
            commands::list_reminders,
            commands::list_runs,
            commands::now_and_next,
            commands::open_link,
            commands::open_main,
            commands::open_quick,
            commands::own_reminders,
            commands::painted,
            commands::pause_agent,
            commands::pause_all_agents,
            commands::pause_reminders,
            commands::planning,
            commands::preview_edit,
            commands::preview_import,
            commands::preview_proposal,
            commands::preview_undo,
            commands::propose_times,
            commands::quit_app,
            commands::reject_proposal,
            commands::reminder_settings,
            commands::remove_account,
            commands::remove_calendar,
            commands::remove_samples,
            commands::resolve_queue,
            commands::respond,
            commands::retry_queue,
            commands::review_proposal,
            commands::revoke_agent,
            commands::search,
            commands::send_test_note,
            commands::set_agent_caps,
            commands::set_background,
            commands::set_calendar_reminders,
            commands::set_google_client,
            commands::set_own_reminders,
            commands::set_planning,
            commands::set_reminder_settings,
            commands::set_settings,
            commands::settled,
            commands::snooze_reminder,
            commands::start_local,
            commands::start_up,
            commands::sync_now,
            commands::sync_state,
            commands::test_feed,
            commands::undo_edit,
        ])
        .events(collect_events![
            wire::AccountsChanged,
            wire::AgentsChanged,
            wire::BackgroundChanged,
            wire::CalendarsChanged,
            wire::ConflictsChanged,
            wire::DataChanged,
            wire::DayChanged,
            wire::NowNextChanged,
            wire::OpenRequested,
            wire::ProposalsChanged,
            wire::QueueChanged,
            wire::QuitRequested,
            wire::RemindersChanged,
            wire::SyncStateChanged,
            wire::Told,
            wire::ZoneChanged,
        ])
        .typ::<wire::Problem>()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, env, fs, path::Path};

    use specta_typescript::Typescript;

    use super::builder;

    const COMMITTED: &str = "../ui/src/lib/ipc/bindings.ts";

    /// What the page is compiled against is what Rust says. `make bindings` writes it anew.
    #[test]
    fn bindings_are_fresh() {
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("bindings.ts");
        builder().export(Typescript::default(), &fresh).unwrap();
        let fresh = fs::read_to_string(fresh).unwrap();
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
        if env::var_os("KALENDS_WRITE_BINDINGS").is_some() {
            fs::write(&committed, &fresh).unwrap();
        }
        let stale = fs::read_to_string(&committed).unwrap() != fresh;
        assert!(!stale, "{COMMITTED} is stale: run `make bindings`");
    }

    /// A command that the manifest or the capability does not name could not be called.
    #[test]
    fn every_command_is_declared_and_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        builder().export(Typescript::default(), &file).unwrap();
        let text = fs::read_to_string(file).unwrap();
        let registered: BTreeSet<_> = text
            .lines()
            .filter(|line| line.contains("=> __TAURI_INVOKE"))
            .filter_map(|line| line.split_once(">(\""))
            .map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
            .collect();
        let declared: [&str; 86] = include!("../commands.in");
        let declared: BTreeSet<_> = declared.map(ToOwned::to_owned).into();
        assert_eq!(registered, declared);

        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let allowed: BTreeSet<_> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        assert_eq!(allowed, declared);
    }
}

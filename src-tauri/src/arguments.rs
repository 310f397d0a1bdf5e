//! What a start is asked for on its command line: the first one, and each one after it.

use std::path::Path;

use kalends_engine::EventId;
use url::Url;

use crate::opened::Source;

/// A start's wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Begin without a window.
    pub hidden: bool,
    /// Open the small window for a new event.
    pub quick_add: bool,
    /// What the main window is to show.
    pub show: Option<Show>,
    /// What to look at, in order.
    pub sources: Vec<Source>,
}

/// Something in the main window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// An event; of a series the occurrence with this original start, in seconds of its line.
    Event(EventId, Option<i64>),
    /// The list of reminders.
    Reminders,
    /// What waits for approval.
    Approvals,
}

/// Reads the arguments after the program's name. `folder` is where the program was started:
/// relative paths begin there. What is no option of ours, no file and no calendar link is passed
/// over.
pub(crate) fn parse(arguments: impl IntoIterator<Item = String>, folder: &Path) -> Arguments {
    let mut parsed = Arguments::default();
    for argument in arguments {
        match argument.as_str() {
            "--hidden" => parsed.hidden = true,
            "--quick-add" => parsed.quick_add = true,
            "--reminders" => parsed.show = Some(Show::Reminders),
            "--approvals" => parsed.show = Some(Show::Approvals),
            option if option.starts_with('-') => match event(option) {
                Some(event) => parsed.show = Some(event),
                None => tracing::warn!("an unknown option was passed over"),
            },
            other => parsed.sources.extend(source_of(other, folder)),
        }
    }
    parsed
}

/// `--event=ID` or `--event=ID@START`.
fn event(option: &str) -> Option<Show> {
    let named = option.strip_prefix("--event=")?;
    let (id, start) = match named.split_once('@') {
        Some((id, start)) => (id, Some(start.parse().ok()?)),
        None => (named, None),
    };
    Some(Show::Event(id.parse().ok()?, start))
}

fn source_of(text: &str, folder: &Path) -> Option<Source> {
    match Url::parse(text) {
        Ok(link) if matches!(link.scheme(), "webcal" | "webcals") => {
            Some(Source::Link(text.to_owned()))
        }
        Ok(file) if file.scheme() == "file" => file.to_file_path().ok().map(Source::File),
        // A drive's letter reads as a scheme.
        Ok(other) if other.scheme().len() > 1 => {
            tracing::warn!(scheme = other.scheme(), "a link that is no calendar was passed over");
            None
        }
        Ok(_) | Err(_) => (!text.is_empty()).then(|| Source::File(folder.join(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Arguments {
        parse(arguments.iter().map(ToString::to_string), Path::new("/home/ada"))
    }

    #[test]
    fn options_files_and_links_are_told_apart() {
        let file = |path: &str| Source::File(path.into());
        let link = |link: &str| Source::Link(link.into());
        let table: &[(&str, Option<Source>)] = &[
            ("week.ics", Some(file("/home/ada/week.ics"))),
            ("/tmp/a week.ics", Some(file("/tmp/a week.ics"))),
            ("file:///tmp/a%20week.ics", Some(file("/tmp/a week.ics"))),
            (
                "webcal://example.org/team.ics?token=1",
                Some(link("webcal://example.org/team.ics?token=1")),
            ),
            ("WEBCALS://example.org/team.ics", Some(link("WEBCALS://example.org/team.ics"))),
            ("https://example.org/team.ics", None),
            ("javascript:alert(1)", None),
            ("file://elsewhere/share/week.ics", None),
            ("--unknown", None),
            ("-h", None),
            ("", None),
        ];
        for (argument, expected) in table {
            let sources = parsed(&[argument]).sources;
            assert_eq!(sources, expected.iter().cloned().collect::<Vec<_>>(), "{argument}");
        }
    }

    #[test]
    fn what_to_show_is_named() {
        const ID: &str = "01a1696e-9bf8-7000-88ff-57cbaae80e19";
        let id = ID.parse().unwrap();
        let table = [
            (format!("--event={ID}"), Some(Show::Event(id, None))),
            (format!("--event={ID}@-1795000000"), Some(Show::Event(id, Some(-1_795_000_000)))),
            (format!("--event={ID}@"), None),
            (format!("--event={ID}@noon"), None),
            ("--event=".into(), None),
            ("--event".into(), None),
            ("--reminders".into(), Some(Show::Reminders)),
            ("--approvals".into(), Some(Show::Approvals)),
        ];
        for (option, expected) in table {
            assert_eq!(parsed(&[&option]).show, expected, "{option}");
        }
    }

    #[test]
    fn wishes_come_together() {
        let all = parsed(&["--hidden", "a.ics", "--quick-add", "webcal://example.org/b"]);
        assert!(all.hidden && all.quick_add);
        assert_eq!(all.sources.len(), 2);
        assert_eq!(parsed(&[]), Arguments::default());
    }
}

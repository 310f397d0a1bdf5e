//! Files and links that Kalends was asked to open. A token stands for each, so that no path or
//! address goes through the page.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use crate::wire::Problem;

/// As many are kept; the oldest goes when another comes.
const MOST: usize = 16;

/// What begins a token. No address and no path that is opened begins so.
const MARK: &str = "opened:";

/// What was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Link,
}

/// A file's absolute path, or a link's whole address, which is not for any log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Source {
    File(PathBuf),
    Link(String),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.kind().fmt(formatter)
    }
}

/// What waits for the reader's decision.
#[derive(Default)]
pub(crate) struct Opened(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    count: u64,
    sources: VecDeque<(String, Source)>,
}

impl Source {
    /// Which of the two it is.
    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::File(_) => Kind::File,
            Self::Link(_) => Kind::Link,
        }
    }

    /// As the engine takes it.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            Self::Link(link) => link.clone(),
        }
    }
}

impl Opened {
    /// Keeps a source and gives its token.
    pub(crate) fn keep(&self, source: Source) -> String {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.count += 1;
        let token = format!("{MARK}{}", waiting.count);
        if waiting.sources.len() == MOST {
            waiting.sources.pop_front();
        }
        waiting.sources.push_back((token.clone(), source));
        token
    }

    /// What a token stands for.
    pub(crate) fn find(&self, token: &str) -> Result<Source, Problem> {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = waiting.sources.iter().find(|(known, _)| known == token);
        found.map(|(_, source)| source.clone()).ok_or_else(|| {
            Problem::new(
                "opened",
                "What was opened is not known any more.",
                "Open the file or the link once more.",
            )
        })
    }

    /// Forgets a token; one that is not known is passed over.
    pub(crate) fn forget(&self, token: &str) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.sources.retain(|(known, _)| known != token);
    }

    /// The address that the page means: its own text, unless that is a token.
    pub(crate) fn address_of(&self, text: String) -> Result<String, Problem> {
        if text.starts_with(MARK) { Ok(self.find(&text)?.address()) } else { Ok(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(number: usize) -> Source {
        Source::Link(format!("webcal://example.org/{number}.ics"))
    }

    #[test]
    fn a_token_stands_for_what_was_opened_until_it_is_forgotten() {
        let opened = Opened::default();
        let token = opened.keep(link(1));
        let file = opened.keep(Source::File("/home/ada/week.ics".into()));
        assert_eq!(opened.address_of(token.clone()).unwrap(), "webcal://example.org/1.ics");
        assert_eq!(opened.address_of(file).unwrap(), "/home/ada/week.ics");
        let typed = "https://example.org/typed.ics".to_owned();
        assert_eq!(opened.address_of(typed.clone()).unwrap(), typed);
        opened.forget(&token);
        assert_eq!(opened.address_of(token).unwrap_err().kind, "opened");
    }

    #[test]
    fn only_the_latest_are_kept() {
        let opened = Opened::default();
        let tokens: Vec<_> = (0..=MOST).map(|number| opened.keep(link(number))).collect();
        assert!(opened.find(&tokens[0]).is_err());
        assert!(tokens[1..].iter().all(|token| opened.find(token).is_ok()));
    }
}

//! Following the pages of a list, which a server could let go on for ever.

use std::collections::HashSet;

use kalends_remote::google::GoogleError;

/// Pages of one list. At Google's usual length that is more than two million events.
const MOST: usize = 10_000;

/// The pages of a list that were asked for.
#[derive(Debug, Default)]
pub(super) struct Pages(HashSet<String>);

impl Pages {
    /// A list that is read from this page on; from its beginning without one.
    pub(super) fn from(page: Option<&str>) -> Self {
        Self(page.map(str::to_owned).into_iter().collect())
    }

    /// Goes on to the page of this token.
    ///
    /// # Errors
    /// [`GoogleError::Endless`] for a page that was asked for before, and after far too many.
    pub(super) fn turn(&mut self, next: &str) -> Result<(), GoogleError> {
        let is_new = self.0.insert(next.to_owned());
        if is_new && self.0.len() <= MOST { Ok(()) } else { Err(GoogleError::Endless) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pages of a list are asked for; none when it ends by itself.
    fn follow(from: Option<&str>, pages: impl IntoIterator<Item = String>) -> Option<usize> {
        let mut followed = Pages::from(from);
        pages.into_iter().position(|next| followed.turn(&next).is_err())
    }

    #[test]
    fn a_list_that_goes_in_circles_or_never_ends_is_noticed() {
        let tokens = |text: &'static str| text.split(' ').map(str::to_owned);
        assert_eq!(follow(None, tokens("a b c d")), None);
        assert_eq!(follow(None, tokens("a a")), Some(1));
        assert_eq!(follow(None, tokens("a b a b")), Some(2));
        assert_eq!(follow(None, tokens("a b c b")), Some(3));
        assert_eq!(follow(Some("a"), tokens("b c a")), Some(2));
        assert_eq!(follow(None, (0..).map(|page| page.to_string())), Some(MOST));
    }
}

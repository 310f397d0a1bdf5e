//! The language and region the page formats in.

/// Without a locale, or with POSIX's own.
const FALLBACK: &str = "en-US";

/// The operating system's locale as a BCP 47 tag.
pub(crate) fn system() -> String {
    sys_locale::get_locale().and_then(|locale| tag(&locale)).unwrap_or_else(|| FALLBACK.into())
}

/// The tag of a POSIX or BCP 47 name, or none where it names no language (`C`, `POSIX`).
fn tag(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next()?.replace('_', "-");
    let language = name.split('-').next()?;
    let is_language = (2..=3).contains(&language.len())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    is_language.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_languages_are_tags() {
        let table = [
            ("de_DE.UTF-8", Some("de-DE")),
            ("de-DE", Some("de-DE")),
            ("sr_RS@latin", Some("sr-RS")),
            ("zh-Hant-TW", Some("zh-Hant-TW")),
            ("fil", Some("fil")),
            ("C", None),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("", None),
        ];
        for (locale, expected) in table {
            assert_eq!(tag(locale).as_deref(), expected, "{locale}");
        }
    }
}

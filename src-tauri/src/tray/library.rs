//! Whether the tray's library is there: it is loaded at run time, and the program would panic
//! without it.

use std::{env, fs, path::PathBuf};

/// The names it is looked for under.
const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];

/// Whether it can be loaded: the loader's cache names it, or it lies in one of the loader's folders.
pub(crate) fn is_there() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let cached = fs::read("/etc/ld.so.cache").is_ok_and(|cache| names_it(&cache));
    cached || folders().any(|folder| NAMES.iter().any(|name| folder.join(name).exists()))
}

fn names_it(cache: &[u8]) -> bool {
    NAMES.iter().any(|name| cache.windows(name.len()).any(|part| part == name.as_bytes()))
}

fn folders() -> impl Iterator<Item = PathBuf> {
    let own = env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let own: Vec<_> = env::split_paths(&own).filter(|folder| folder.is_absolute()).collect();
    own.into_iter().chain(["/lib", "/lib64", "/usr/lib", "/usr/lib64"].map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loaders_cache_is_searched_for_either_name() {
        let cache =
            |name: &str| [b"\0\x01libfoo.so.6\0".as_slice(), name.as_bytes(), b"\0"].concat();
        assert!(NAMES.iter().all(|name| names_it(&cache(name))));
        assert!(!names_it(&cache("libayatana-indicator3.so.7")));
        assert!(!names_it(b""));
    }
}

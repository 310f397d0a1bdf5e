//! A desktop entry in the user's autostart folder, as the XDG autostart specification has it.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

const NAME: &str = "app.kalends.desktop.desktop";

/// Where the entry lies: `$XDG_CONFIG_HOME/autostart`, else under `~/.config`.
pub(super) fn path() -> Option<PathBuf> {
    dirs::config_dir().map(|folder| folder.join("autostart").join(NAME))
}

/// Whether the entry is there and no desktop switched it off.
pub(super) fn is_on(path: &Path) -> bool {
    let off = ["Hidden=true", "X-GNOME-Autostart-enabled=false"];
    fs::read_to_string(path).is_ok_and(|text| !text.lines().any(|line| off.contains(&line.trim())))
}

/// Writes the entry that starts `program` hidden.
pub(super) fn put(path: &Path, program: &Path) -> io::Result<()> {
    let Some(program) = program.to_str().filter(|program| !program.contains(['\n', '\r'])) else {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            "the program's path cannot be written",
        ));
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let text = format!(
        "[Desktop Entry]\nType=Application\nName=Kalends\nComment=Reminders and the tray, from login \
         on\nExec={} --hidden\nIcon=kalends-desktop\nTerminal=false\n\
         X-GNOME-Autostart-enabled=true\n",
        quoted(program)
    );
    fs::write(path, text)
}

/// Removes the entry; one that is not there is fine.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A program as the Exec key wants it: quoted, its special letters escaped, and once more as every
/// string of an entry is.
fn quoted(program: &str) -> String {
    let mut out = String::from('"');
    for letter in program.chars() {
        match letter {
            '"' | '`' | '$' => {
                out.push_str("\\\\");
                out.push(letter);
            }
            '\\' => out.push_str("\\\\\\\\"),
            '%' => out.push_str("%%"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_starts_the_program_hidden_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("autostart").join(NAME);
        assert!(!is_on(&path));
        remove(&path).unwrap();
        put(&path, Path::new("/opt/my apps/kalends-desktop")).unwrap();
        assert!(is_on(&path));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("\nExec=\"/opt/my apps/kalends-desktop\" --hidden\n"), "{text}");
        fs::write(&path, text.replace("enabled=true", "enabled=false")).unwrap();
        assert!(!is_on(&path));
        remove(&path).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn paths_are_quoted_twice() {
        let table = [
            ("/usr/bin/kalends", r#""/usr/bin/kalends""#),
            (r#"/a"b"#, r#""/a\\"b""#),
            ("/a$b`c", r#""/a\\$b\\`c""#),
            (r"/a\b", r#""/a\\\\b""#),
            ("/100%", r#""/100%%""#),
        ];
        for (path, written) in table {
            assert_eq!(quoted(path), written);
        }
        let entry = tempfile::tempdir().unwrap().path().join(NAME);
        assert!(put(&entry, Path::new("/a\nExec=evil")).is_err());
    }
}

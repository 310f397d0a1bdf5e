//! The menu's widgets, made from its entries and changed in place where only their words differ.

use tauri::{
    AppHandle, Wry,
    menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu},
};

use super::{Act, Entry};

/// A menu that is shown.
pub(super) struct Items {
    pub menu: Menu<Wry>,
    entries: Vec<Entry>,
    widgets: Vec<Widget>,
}

enum Widget {
    Line(MenuItem<Wry>),
    Separator(PredefinedMenuItem<Wry>),
    Submenu(Submenu<Wry>, Vec<Widget>),
}

impl Items {
    /// Makes a menu of entries. On the main thread.
    pub(super) fn make(app: &AppHandle, entries: &[Entry]) -> tauri::Result<Self> {
        let widgets = make(app, entries, "")?;
        let parts: Vec<_> = widgets.iter().map(Widget::part).collect();
        let menu = Menu::with_items(app, &parts)?;
        Ok(Self { menu, entries: entries.to_vec(), widgets })
    }

    /// Whether these entries stand in the same places as those shown.
    pub(super) fn fit(&self, entries: &[Entry]) -> bool {
        fits(&self.entries, entries)
    }

    /// Changes what differs. The entries must [`fit`](Self::fit).
    pub(super) fn change(&mut self, entries: &[Entry]) -> tauri::Result<()> {
        change(&self.widgets, &self.entries, entries)?;
        self.entries = entries.to_vec();
        Ok(())
    }

    /// What the entry with this id does.
    pub(super) fn act(&self, id: &str) -> Option<Act> {
        act_of(&self.entries, id)
    }
}

impl Widget {
    fn part(&self) -> &dyn IsMenuItem<Wry> {
        match self {
            Self::Line(line) => line,
            Self::Separator(separator) => separator,
            Self::Submenu(submenu, _) => submenu,
        }
    }
}

/// What the entry with this id does. Ids are places in the menu, such as `3` or `5.0`.
pub(super) fn act_of(entries: &[Entry], id: &str) -> Option<Act> {
    let (place, rest) = id.split_once('.').map_or((id, None), |(place, rest)| (place, Some(rest)));
    match (entries.get(place.parse::<usize>().ok()?)?, rest) {
        (Entry::Line { act, .. }, None) => act.clone(),
        (Entry::Submenu { entries, .. }, Some(rest)) => act_of(entries, rest),
        (Entry::Line { .. } | Entry::Submenu { .. } | Entry::Separator, _) => None,
    }
}

fn make(app: &AppHandle, entries: &[Entry], above: &str) -> tauri::Result<Vec<Widget>> {
    let widget = |(place, entry): (usize, &Entry)| {
        let id = format!("{above}{place}");
        Ok(match entry {
            Entry::Line { text, enabled, act: _ } => {
                Widget::Line(MenuItem::with_id(app, id, plain(text), *enabled, None::<&str>)?)
            }
            Entry::Separator => Widget::Separator(PredefinedMenuItem::separator(app)?),
            Entry::Submenu { text, entries } => {
                let widgets = make(app, entries, &format!("{id}."))?;
                let parts: Vec<_> = widgets.iter().map(Widget::part).collect();
                let submenu = Submenu::with_id_and_items(app, id, plain(text), true, &parts)?;
                Widget::Submenu(submenu, widgets)
            }
        })
    };
    entries.iter().enumerate().map(widget).collect()
}

fn fits(old: &[Entry], new: &[Entry]) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|pair| match pair {
            (Entry::Line { .. }, Entry::Line { .. }) | (Entry::Separator, Entry::Separator) => true,
            (Entry::Submenu { entries: old, .. }, Entry::Submenu { entries: new, .. }) => {
                fits(old, new)
            }
            (Entry::Line { .. } | Entry::Separator | Entry::Submenu { .. }, _) => false,
        })
}

fn change(widgets: &[Widget], old: &[Entry], new: &[Entry]) -> tauri::Result<()> {
    for (widget, (old, new)) in widgets.iter().zip(old.iter().zip(new)) {
        match (widget, old, new) {
            (
                Widget::Line(line),
                Entry::Line { text: old_text, enabled: was, .. },
                Entry::Line { text, enabled, .. },
            ) => {
                if old_text != text {
                    line.set_text(plain(text))?;
                }
                if was != enabled {
                    line.set_enabled(*enabled)?;
                }
            }
            (
                Widget::Submenu(submenu, widgets),
                Entry::Submenu { text: old_text, entries: old },
                Entry::Submenu { text, entries },
            ) => {
                if old_text != text {
                    submenu.set_text(plain(text))?;
                }
                change(widgets, old, entries)?;
            }
            (Widget::Line(_) | Widget::Separator(_) | Widget::Submenu(..), _, _) => {}
        }
    }
    Ok(())
}

/// Text in which no letter becomes a key.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(act: Act) -> Entry {
        Entry::Line { text: "x".into(), enabled: true, act: Some(act) }
    }

    #[test]
    fn an_id_is_a_place_in_the_menu() {
        let submenu = Entry::Submenu { text: "y".into(), entries: vec![line(Act::GoOn)] };
        let menu = [line(Act::Open), Entry::Separator, submenu];
        let table = [
            ("0", Some(Act::Open)),
            ("2.0", Some(Act::GoOn)),
            ("1", None),
            ("2", None),
            ("2.1", None),
            ("0.0", None),
            ("3", None),
            ("", None),
            ("x", None),
        ];
        for (id, act) in table {
            assert_eq!(act_of(&menu, id), act, "{id}");
        }
    }
}

//! Where Ctrl+Shift+Space is on the keyboard of an X server.
//!
//! The server matches modifiers exactly, and Caps Lock, Num Lock and Scroll Lock are modifiers: the
//! keys are asked for with each combination of them.

use x11rb::protocol::xproto::{GetKeyboardMappingReply, GetModifierMappingReply, Keycode, ModMask};

const SPACE: u32 = 0x20;
/// The keys that lock modifiers other than Caps Lock, which has a modifier of its own.
const NUM_LOCK: u32 = 0xff7f;
const SCROLL_LOCK: u32 = 0xff14;

/// The modifiers of a keymap, in the order of [`Keymap::modifiers`].
const MODIFIERS: [ModMask; 8] = [
    ModMask::SHIFT,
    ModMask::LOCK,
    ModMask::CONTROL,
    ModMask::M1,
    ModMask::M2,
    ModMask::M3,
    ModMask::M4,
    ModMask::M5,
];

/// A key, and the sets of modifiers it is wanted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chords {
    pub(super) key: Keycode,
    pub(super) modifiers: Vec<ModMask>,
}

/// What the keys of the keyboard mean.
pub(super) struct Keymap {
    /// The code of the first key of `symbols`.
    first: Keycode,
    /// What each key gives, by modifiers; plain first.
    symbols: Vec<Vec<u32>>,
    /// The keys of each of [`MODIFIERS`]; zero is none.
    modifiers: Vec<Vec<Keycode>>,
}

impl Keymap {
    pub(super) fn new(
        first: Keycode,
        symbols: &GetKeyboardMappingReply,
        modifiers: &GetModifierMappingReply,
    ) -> Self {
        let per_key = usize::from(symbols.keysyms_per_keycode).max(1);
        let per_modifier = (modifiers.keycodes.len() / MODIFIERS.len()).max(1);
        Self {
            first,
            symbols: symbols.keysyms.chunks(per_key).map(<[u32]>::to_vec).collect(),
            modifiers: modifiers.keycodes.chunks(per_modifier).map(<[u8]>::to_vec).collect(),
        }
    }

    /// Ctrl+Shift+Space with each combination of locks; none without a space bar.
    pub(super) fn chords(&self) -> Option<Chords> {
        let plain = self.symbols.iter().position(|symbols| symbols.first() == Some(&SPACE));
        let key = self.first.checked_add(u8::try_from(plain?).ok()?)?;
        let base = ModMask::CONTROL | ModMask::SHIFT;
        let locks = MODIFIERS
            .into_iter()
            .zip(&self.modifiers)
            .filter(|(modifier, keys)| {
                *modifier == ModMask::LOCK
                    || keys.iter().any(|key| self.gives(*key, &[NUM_LOCK, SCROLL_LOCK]))
            })
            .map(|(modifier, _)| modifier)
            .filter(|lock| u16::from(*lock) & u16::from(base) == 0);
        let modifiers = locks.fold(vec![base], |mut all, lock| {
            let locked: Vec<_> = all.iter().map(|modifiers| *modifiers | lock).collect();
            all.extend(locked);
            all
        });
        Some(Chords { key, modifiers })
    }

    fn gives(&self, key: Keycode, any: &[u32]) -> bool {
        let index = key.checked_sub(self.first).map(usize::from);
        let symbols = index.and_then(|index| self.symbols.get(index));
        symbols.is_some_and(|symbols| symbols.iter().any(|symbol| any.contains(symbol)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys 8 to 11: Caps Lock, Num Lock, space, an `a`.
    fn keymap(modifiers: [&[Keycode]; 8]) -> Keymap {
        Keymap {
            first: 8,
            symbols: vec![vec![0xffe5, 0], vec![NUM_LOCK, 0], vec![SPACE, SPACE], vec![0x61, 0x41]],
            modifiers: modifiers.map(<[u8]>::to_vec).to_vec(),
        }
    }

    fn bits(chords: &Chords) -> Vec<u16> {
        chords.modifiers.iter().map(|modifiers| u16::from(*modifiers)).collect()
    }

    #[test]
    fn each_combination_of_locks_is_asked_for() {
        let usual = keymap([&[], &[8], &[], &[], &[0, 9], &[], &[], &[]]).chords().unwrap();
        assert_eq!(usual.key, 10);
        assert_eq!(bits(&usual), [0b101, 0b111, 0b1_0101, 0b1_0111]);
    }

    #[test]
    fn num_lock_is_found_where_the_keyboard_has_it() {
        let moved = keymap([&[], &[8], &[], &[9], &[], &[], &[], &[]]).chords().unwrap();
        assert_eq!(bits(&moved), [0b101, 0b111, 0b1101, 0b1111]);
        let without = keymap([&[], &[8], &[], &[], &[0], &[], &[], &[]]).chords().unwrap();
        assert_eq!(bits(&without), [0b101, 0b111], "a key of zero is none");
    }

    #[test]
    fn a_keyboard_without_a_space_bar_has_no_keys() {
        let mut bare = keymap([&[]; 8]);
        bare.symbols.retain(|symbols| symbols.first() != Some(&SPACE));
        assert_eq!(bare.chords(), None);
    }
}

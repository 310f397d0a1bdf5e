//! Any bytes are split without a panic, in bounds, and a whole text the same way however it arrives.
#![no_main]

use std::io::Read;

use kalends_calendar::text::{Item, Splitter};
use libfuzzer_sys::fuzz_target;

/// Hands out a few bytes at a time, so that every boundary falls somewhere odd.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.0.len().min(buffer.len()).min(7);
        let (now, later) = self.0.split_at(size);
        buffer[..size].copy_from_slice(now);
        self.0 = later;
        Ok(size)
    }
}

fuzz_target!(|bytes: &[u8]| {
    assert_eq!(outline(bytes, bytes), outline(Trickle(bytes), bytes));
});

/// Kind, place and size of every component of a whole text; none for any other, of which more or
/// less may have been seen before the fault.
fn outline(source: impl Read, text: &[u8]) -> Option<Vec<(String, u64, usize)>> {
    let mut splitter = Splitter::new(source);
    let mut components = Vec::new();
    loop {
        match splitter.next() {
            Ok(Some(Item::Component(component))) => {
                let start = usize::try_from(component.offset).expect("an offset in memory");
                assert_eq!(text.get(start..start + component.raw.len()), Some(component.raw));
                let kind = format!("{:?}", component.kind);
                components.push((kind, component.offset, component.raw.len()));
            }
            Ok(Some(_)) => {}
            Ok(None) => return Some(components),
            Err(_) => return None,
        }
    }
}

//! Recurrence lines that stand outside a VEVENT, as servers with other formats keep them.

use super::{Context, draft::Draft, property::Property};
use crate::{
    event::{Flag, Recurrence},
    when::Zone,
};

/// Reads RRULE, EXRULE, RDATE and EXDATE lines. Times without a zone are in `zone`, as are those
/// whose zone nobody knows. Any other line is flagged and left out.
pub(crate) fn read_recurrence<'a>(
    lines: impl Iterator<Item = &'a str>,
    zone: &Zone,
) -> (Recurrence, Vec<Flag>) {
    let mut context = Context::default();
    context.time_zone = Some(zone.clone());
    let mut draft = Draft::new(&context);
    let mut odd = false;
    for line in lines {
        match Property::parse(line.as_bytes()) {
            Some(property)
                if matches!(
                    property.name.as_bytes(),
                    b"RRULE" | b"EXRULE" | b"RDATE" | b"EXDATE"
                ) =>
            {
                draft.property(&property);
            }
            Some(_) | None => odd = true,
        }
    }
    let (recurrence, mut flags) = draft.into_recurrence();
    if odd {
        flags.push(Flag::UnreadableLine);
    }
    (recurrence, flags)
}

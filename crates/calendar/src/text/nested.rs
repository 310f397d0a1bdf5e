//! VALARM inside an event.

use super::{
    datetime::{duration, moment},
    property::Property,
    value::number,
    words::is,
};
use crate::event::{Alarm, AlarmAction, AlarmTrigger};

/// The lines of one VALARM as they come by.
#[derive(Default)]
pub(super) struct AlarmDraft {
    action: Option<AlarmAction>,
    trigger: Option<AlarmTrigger>,
    repeat: u32,
    interval: Option<jiff::SignedDuration>,
    /// Apple's ACTION:NONE: an alarm that is not to be.
    none: bool,
}

impl AlarmDraft {
    pub(super) fn line(&mut self, property: &Property<'_>) {
        let value = property.value.trim_ascii();
        match property.name.as_bytes() {
            b"ACTION" if is(value, b"NONE") => self.none = true,
            b"ACTION" => {
                self.action = Some(if is(value, b"AUDIO") {
                    AlarmAction::Audio
                } else if is(value, b"EMAIL") {
                    AlarmAction::Email
                } else {
                    AlarmAction::Display
                });
            }
            b"TRIGGER" => self.trigger = trigger(property),
            b"REPEAT" => {
                self.repeat =
                    number(value).and_then(|n| n.clamp(0, 1000).try_into().ok()).unwrap_or(0);
            }
            b"DURATION" => {
                self.interval =
                    duration(value).map(|length| length.exact()).filter(|span| span.is_positive());
            }
            _ => {}
        }
    }

    /// The alarm; none where it has no trigger that can be read.
    pub(super) fn finish(self) -> Option<Alarm> {
        let trigger = self.trigger.filter(|_| !self.none)?;
        // RFC 5545 §3.6.6: REPEAT and DURATION come together or not at all.
        let (repeat, interval) = match self.interval {
            Some(interval) if self.repeat > 0 => (self.repeat, Some(interval)),
            Some(_) | None => (0, None),
        };
        Some(Alarm { action: self.action.unwrap_or_default(), trigger, repeat, interval })
    }
}

fn trigger(property: &Property<'_>) -> Option<AlarmTrigger> {
    if let Some(length) = duration(property.value) {
        let offset = length.exact();
        return Some(if property.param_is(b"RELATED", b"END") {
            AlarmTrigger::FromEnd(offset)
        } else {
            AlarmTrigger::FromStart(offset)
        });
    }
    moment(property.value)?.instant().map(AlarmTrigger::At)
}

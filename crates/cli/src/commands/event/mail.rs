//! Whom the server mails about an edit: nobody, unless the user says so.

use kalends_engine::{Consequences, Editable, Engine, Notify, Target};

use crate::{args::Mail, failure::Failure, question};

/// What was chosen; else nobody where nobody could be mailed; else what is answered on the
/// terminal. A script has to choose.
pub(super) fn choose(chosen: Option<Mail>, preview: &Consequences) -> Result<Notify, Failure> {
    match chosen {
        Some(mail) => Ok(mail.into()),
        None => ask(&preview.inside, &preview.outside),
    }
}

/// [`choose`] for an answer to an invitation, which goes to whoever invited.
pub(super) async fn choose_for_answer(
    engine: &Engine,
    chosen: Option<Mail>,
    target: Target,
) -> Result<Notify, Failure> {
    if let Some(mail) = chosen {
        return Ok(mail.into());
    }
    let editable = engine.get_editable(target).await?;
    // Where the organiser's calendar is cannot be told from here.
    ask(&[], &hearing(&editable))
}

/// Who could hear of an answer: the organiser, unless that is the user.
fn hearing(editable: &Editable) -> Vec<String> {
    let organizer = editable.organizer.as_str();
    let mine = |email: &str| {
        editable.guests.iter().any(|one| one.me && one.person.email.eq_ignore_ascii_case(email))
    };
    if organizer.is_empty() || mine(organizer) { Vec::new() } else { vec![organizer.to_owned()] }
}

fn ask(inside: &[String], outside: &[String]) -> Result<Notify, Failure> {
    if inside.is_empty() && outside.is_empty() {
        return Ok(Notify::None);
    }
    let all: Vec<&str> = inside.iter().chain(outside).map(String::as_str).collect();
    let who = listed(&all);
    if !question::can_ask() {
        return Err(Failure::usage(
            format!("{who} could be mailed about this, and it is not said whether to"),
            "Give --notify none, --notify external or --notify all.",
        ));
    }
    // Where all are of one sort, mailing some of them means nothing.
    if inside.is_empty() || outside.is_empty() {
        let answer = question::choose(&format!("Mail {who} about this?"), &["nobody", "all"])?;
        return Ok(if answer == 0 { Notify::None } else { Notify::All });
    }
    let question = format!("Mail {who} about this? External are {}.", listed_owned(outside));
    Ok(match question::choose(&question, &["nobody", "external", "all"])? {
        0 => Notify::None,
        1 => Notify::External,
        _ => Notify::All,
    })
}

fn listed_owned(people: &[String]) -> String {
    listed(&people.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The first few by name, the others by number.
fn listed(people: &[&str]) -> String {
    const NAMED: usize = 5;
    let named: Vec<&str> = people.iter().take(NAMED).copied().collect();
    match people.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_named_as_far_as_they_are_few() {
        assert_eq!(listed(&["a", "b"]), "a, b");
        assert_eq!(listed(&["a", "b", "c", "d", "e", "f", "g"]), "a, b, c, d, e and 2 more");
    }

    #[test]
    fn nobody_is_asked_where_nobody_could_be_mailed() {
        assert_eq!(ask(&[], &[]).unwrap(), Notify::None);
    }
}

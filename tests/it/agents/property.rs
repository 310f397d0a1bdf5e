//! For any sights of any calendars: no text of what is hidden or busy is in any answer.

use kalends_engine::{Sight, TargetId};
use proptest::{prelude::*, test_runner::TestRunner};

use super::place::{Place, SECRETS, reads};

fn sight() -> impl Strategy<Value = Sight> {
    prop_oneof![Just(Sight::Hidden), Just(Sight::Busy), Just(Sight::Titles), Just(Sight::Full)]
}

#[test]
fn no_text_of_what_is_hidden_or_busy_is_in_any_answer() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let place = runtime.block_on(Place::new());
    let mut ids: Vec<TargetId> = Vec::new();
    for number in 0..SECRETS.len() {
        for title in ["title", "series", "free", "day"] {
            ids.push(runtime.block_on(place.event(number, title)));
        }
    }
    let mut runner = TestRunner::new(ProptestConfig { cases: 24, ..ProptestConfig::default() });
    const WORDS: [&str; 8] =
        ["title", "notes", "place", "day", "guest", "series", "aardvark", "dromedary"];
    let questions = proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..3);
    let done = runner.run(&([sight(), sight(), sight(), sight()], questions), |(sights, words)| {
        let told = runtime.block_on(async {
            place.desk.config.clock.advance(jiff::SignedDuration::from_mins(2));
            place.allow(sights).await;
            let session = place.session().await;
            reads(&session, &ids, &words).await.join("\n")
        });
        for ((word, sight), id) in SECRETS.iter().zip(sights).zip(&place.calendars) {
            let has = |rest: &str| told.contains(&format!("{word}{rest}"));
            match sight {
                Sight::Hidden => {
                    prop_assert!(!has(""), "{word} is hidden");
                    prop_assert!(!told.contains(&id.to_string()), "{word} is not there");
                }
                Sight::Busy => prop_assert!(!has(""), "{word} is busy"),
                Sight::Titles => {
                    prop_assert!(has(" title"));
                    for rest in [" notes", " place", " guest", " boss", " each day", "."] {
                        prop_assert!(!has(rest), "{word}{rest}");
                    }
                }
                Sight::Full => {
                    prop_assert!(has(" title") && has(" place") && has(" notes") && has(".zoom"))
                }
            }
        }
        Ok(())
    });
    done.unwrap();
}

//! The quota is kept in every window of a minute, and nobody waits without need.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::google::testing::Hand;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().unwrap()
}

fn instant(nanos: i64) -> Timestamp {
    now() + SignedDuration::from_nanos(nanos)
}

proptest! {
    #[test]
    fn rule_35_no_window_of_a_minute_holds_more_than_the_quota(
        per_minute in 1_u32..200,
        burst in 1_u32..200,
        pauses in prop::collection::vec(0_i64..20_000_000_000, 1..120),
        narrow_at in prop::option::of(0_usize..120),
    ) {
        let quota = Quota { per_minute, burst };
        let mut bucket = Bucket::new(quota, now());
        let mut at = 0_i64;
        let mut granted: Vec<i64> = Vec::new();
        for (index, pause) in pauses.into_iter().enumerate() {
            at += pause;
            if narrow_at == Some(index) {
                bucket.narrow(instant(at), Duration::ZERO);
            }
            // Several at once, as a sync asks.
            for _ in 0..4 {
                let wait = bucket.wait(instant(at));
                // Sixteen times the price is the worst there is.
                prop_assert!(wait <= Duration::from_secs(16 * 61), "{wait:?}");
                at += i64::try_from(wait.as_nanos()).unwrap();
                prop_assert_eq!(bucket.wait(instant(at)), Duration::ZERO, "a wait is enough");
                bucket.spend();
                granted.push(at);
            }
        }
        let most = per_minute.max(burst + 1) as usize;
        for (index, first) in granted.iter().enumerate() {
            let window = granted[index..].iter().take_while(|at| *at - first < 60_000_000_000);
            let within = window.count();
            prop_assert!(within <= most, "{within} of {most}");
        }
    }

    #[test]
    fn a_clock_that_jumps_neither_blocks_nor_opens_the_gate(
        jumps in prop::collection::vec(-86_400_i64..86_400, 1..50),
    ) {
        let mut bucket = Bucket::new(Quota { per_minute: 30, burst: 10 }, now());
        let mut clock = now();
        for jump in jumps {
            clock += SignedDuration::from_secs(jump);
            let mut at_once = 0;
            while bucket.wait(clock).is_zero() {
                bucket.spend();
                at_once += 1;
            }
            prop_assert!(at_once <= 10);
            prop_assert!(bucket.wait(clock) <= Duration::from_secs(4));
        }
    }
}

#[test]
fn the_quota_stays_below_googles() {
    for (quota, published) in [(Quota::USER, 600), (Quota::PROJECT, 10_000)] {
        assert!(quota.per_minute <= published * 8 / 10);
        assert!(quota.burst < quota.per_minute);
    }
}

#[test]
fn a_narrowed_bucket_widens_again_by_itself() {
    // A unit a second, and no stock.
    let mut bucket = Bucket::new(Quota { per_minute: 61, burst: 1 }, now());
    let mut clock = now();
    for _ in 0..3 {
        bucket.narrow(clock, Duration::ZERO);
    }
    let mut waits = Vec::new();
    for _ in 0..5 {
        waits.push(bucket.wait(clock).as_secs());
        clock += MINUTE;
        assert!(bucket.wait(clock).is_zero());
        bucket.spend();
    }
    assert_eq!(waits, [8, 4, 2, 1, 1]);
}

#[test]
fn a_hold_is_a_minute_at_most_and_does_not_add_up() {
    let mut bucket = Bucket::new(Quota { per_minute: 120, burst: 60 }, now());
    for _ in 0..10 {
        bucket.narrow(now(), Duration::from_secs(86_400));
    }
    assert!(bucket.wait(now()) <= Duration::from_secs(60 + 16 + 1));
}

#[tokio::test]
async fn waiting_goes_through_the_pace() {
    let pace = Hand::jumping();
    let limiter = Limiter::new(pace.clone(), Quota { per_minute: 20, burst: 10 }, Quota::PROJECT);
    let share = limiter.share();
    let begin = pace.now();
    for _ in 0..10 {
        share.take().await;
    }
    assert_eq!(pace.now(), begin, "the burst waits for nothing");
    for _ in 0..10 {
        share.take().await;
    }
    let seconds = pace.now().duration_since(begin).as_secs();
    assert!((60..75).contains(&seconds), "{seconds} s");
}

#[tokio::test]
async fn the_project_is_shared_fairly() {
    let pace = Hand::jumping();
    // Nothing at once but one, then one a second.
    let project = Quota { per_minute: 61, burst: 1 };
    let limiter = Limiter::new(pace.clone(), Quota { per_minute: 2_000, burst: 1_000 }, project);
    let (busy, modest) = (limiter.share(), limiter.share());
    let taken = AtomicUsize::new(0);
    let much = join_all((0..200).map(|_| async {
        busy.take().await;
        taken.fetch_add(1, Ordering::Relaxed);
    }));
    let little = async {
        let mut places = Vec::new();
        for _ in 0..5 {
            let before = taken.load(Ordering::Relaxed);
            modest.take().await;
            places.push(taken.load(Ordering::Relaxed) - before);
        }
        places
    };
    let (_, overtaken) = tokio::join!(much, little);
    assert!(overtaken.iter().all(|others| *others <= 2), "{overtaken:?}");
}

#[tokio::test]
async fn one_users_limit_does_not_slow_another_down() {
    let pace = Hand::still();
    let limiter = Limiter::google(pace.clone());
    let (limited, free) = (limiter.share(), limiter.share());
    limited.narrow(false, Duration::from_secs(30));
    for _ in 0..100 {
        free.take().await;
    }
    assert!(lock(&limited.user).wait(pace.now()) >= Duration::from_secs(30));
    // The project's limit does.
    limited.narrow(true, Duration::from_secs(30));
    assert!(lock(&limiter.project).wait(pace.now()) >= Duration::from_secs(30));
}

#[tokio::test]
async fn who_goes_away_while_waiting_has_used_nothing() {
    let pace = Hand::still();
    let quota = Quota { per_minute: 2, burst: 1 };
    let limiter = Limiter::new(pace.clone(), quota, Quota::PROJECT);
    let share = limiter.share();
    share.take().await;
    for _ in 0..5 {
        let mut waiting = Box::pin(share.take());
        assert!(futures_util::poll!(&mut waiting).is_pending());
    }
    pace.advance(61);
    let mut turn = Box::pin(share.take());
    assert!(futures_util::poll!(&mut turn).is_ready());
}

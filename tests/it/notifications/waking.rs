//! The machine waking up, as logind tells it.

use std::time::Duration;

use kalends_notify::ResumeSignal;
use tokio::sync::mpsc;
use zbus::names::BusName;

use super::bus::Bus;

const PATH: &str = "/org/freedesktop/login1";
const INTERFACE: &str = "org.freedesktop.login1.Manager";

async fn prepare_for_sleep(from: &zbus::Connection, goes: bool) {
    let everybody = None::<BusName<'_>>;
    from.emit_signal(everybody, PATH, INTERFACE, "PrepareForSleep", &goes).await.unwrap();
}

#[tokio::test]
async fn waking_up_is_heard_from_logind_alone_and_going_to_sleep_is_not() {
    let bus = Bus::start();
    let logind = bus.connect().await;
    logind.request_name("org.freedesktop.login1").await.unwrap();
    let stranger = bus.connect().await;
    let (told, mut heard) = mpsc::unbounded_channel();
    let _signal = ResumeSignal::watch_on_bus(bus.address.clone(), move || {
        told.send(()).ok();
    });
    // Until the watcher listens nothing reaches it: the first one heard says that it does.
    let mut tries = tokio::time::interval(Duration::from_millis(20));
    let mut sent = 0;
    let first = async {
        loop {
            tokio::select! {
                heard = heard.recv() => return heard,
                _ = tries.tick() => {
                    prepare_for_sleep(&logind, false).await;
                    sent += 1;
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), first).await.expect("logind is heard");
    const ROUNDS: usize = 100;
    for _ in 0..ROUNDS {
        prepare_for_sleep(&stranger, false).await;
        prepare_for_sleep(&logind, true).await;
        prepare_for_sleep(&logind, false).await;
    }
    // The bus has passed everything on when it answers; its end is the end of the watcher.
    for connection in [&stranger, &logind] {
        zbus::fdo::DBusProxy::new(connection).await.unwrap().get_id().await.unwrap();
    }
    drop(bus);
    let mut count = 0;
    let all = async {
        while heard.recv().await.is_some() {
            count += 1;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("the watcher ends");
    assert!((ROUNDS..ROUNDS + sent).contains(&count), "{count} of {ROUNDS} heard, {sent} before");
}

#[tokio::test]
async fn without_a_system_bus_nothing_happens() {
    let (told, mut heard) = mpsc::unbounded_channel();
    let signal = ResumeSignal::watch_on_bus("unix:path=/nowhere/at/all", move || {
        told.send(()).ok();
    });
    // The watcher gives up, and its callback with it.
    let ended = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await;
    assert_eq!(ended.expect("the watcher ends"), None);
    drop(signal);
}

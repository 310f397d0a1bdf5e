//! Devices: an engine on a folder of its own, signed in beforehand.

use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use kalends_engine::{Chance, Clock, Config, Engine, GoogleConfig, SecretsMode};
use kalends_remote::Secrets;
use kalends_remote::google::{GoogleClientId, Places};
use kalends_store::Store;
use support::desk::zone;
use support::google::{ANA, CLIENT_ID, CLIENT_SECRET, Consent, Google, MIA, Request, Role};
use tempfile::TempDir;
use tokio::sync::Notify;

use super::wire::Wire;

/// Monday, 2 November 2026, ten in Berlin.
pub(crate) const START: &str = "2026-11-02T09:00:00Z";
/// Mia's second calendar.
pub(crate) const TEAM: &str = "team@group.calendar.google.com";
/// Ana's, which Mia writes.
pub(crate) const PROJECTS: &str = "projects@group.calendar.google.com";
/// Ana's, which Mia reads.
pub(crate) const ROOMS: &str = "rooms@group.calendar.google.com";

/// A folder with an account that is signed in, and nothing else.
struct SignedIn {
    _folder: TempDir,
    data: PathBuf,
    secrets: Secrets,
}

/// What every history begins with.
pub(crate) struct Template {
    pub(crate) google: Google,
    mia: SignedIn,
    ana: SignedIn,
}

/// Folders in memory, where the system has such a place.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory).unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

fn config(data: &Path, secrets: &Secrets, clock: Clock, chance: u64, wire: Option<Wire>) -> Config {
    let base = "http://127.0.0.1:9/".parse().unwrap();
    Config {
        data_dir: data.to_owned(),
        secrets: SecretsMode::Given(secrets.clone()),
        clock,
        chance: Chance::seeded(chance),
        zone: zone("Europe/Berlin").into(),
        extra_roots: Vec::new(),
        google: GoogleConfig {
            places: Places::under(&base).unwrap(),
            environment_client: GoogleClientId::given(CLIENT_ID, CLIENT_SECRET),
            transport: wire.map(|wire| Arc::new(wire) as _),
            at_once: 1,
            ..GoogleConfig::default()
        },
    }
}

impl Template {
    /// Made once for all histories.
    pub(crate) fn get() -> &'static Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        TEMPLATE.get_or_init(|| {
            let make = || {
                let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
                runtime.unwrap().block_on(Self::make())
            };
            std::thread::spawn(make).join().unwrap()
        })
    }

    async fn make() -> Self {
        let start: Timestamp = START.parse().unwrap();
        let mut google = Google::new(start, 1);
        google.add_user(MIA, "Mia Berg", "Europe/Berlin");
        google.add_user(ANA, "Ana Costa", "Europe/Lisbon");
        google.add_calendar(TEAM, MIA, "Team", "Europe/Berlin");
        google.add_calendar(PROJECTS, ANA, "Projects", "Europe/Lisbon");
        google.list_calendar(MIA, PROJECTS, Role::Writer, |_| ());
        google.add_calendar(ROOMS, ANA, "Rooms", "Europe/Lisbon");
        google.list_calendar(MIA, ROOMS, Role::Reader, |_| ());
        let google = Arc::new(Mutex::new(google));
        let mia = sign_in(&google, MIA).await;
        let ana = sign_in(&google, ANA).await;
        let mut google = google.lock().unwrap().clone();
        google.take_log();
        Self { google, mia, ana }
    }
}

async fn sign_in(google: &Arc<Mutex<Google>>, user: &str) -> SignedIn {
    google.lock().unwrap().consent = Consent::Give { user: Some(user.into()), scopes: None };
    let folder = folder();
    let data = folder.path().join("data");
    let secrets = Secrets::memory_for_tests();
    let wire = Wire::new(Arc::clone(google), Arc::default());
    wire.set_open(true);
    // Time stands: the sign-in waits for its browser as long as that takes.
    let clock = Clock::manual(START.parse().unwrap());
    let config = config(&data, &secrets, clock, 1, Some(wire));
    let engine = Engine::open(config).await.unwrap().engine;
    let begun = engine.begin_sign_in(None, Some(user)).await.unwrap();
    let page = begun.url.strip_prefix("http://127.0.0.1:9").unwrap();
    let answer = google.lock().unwrap().answer(&Request::new("GET", page));
    let back = answer.get_header("location").unwrap().to_owned();
    let browser = tokio::task::spawn_blocking(move || {
        let (host, path) = back.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
            .unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    });
    engine.finish_sign_in(begun.id).await.unwrap();
    browser.await.unwrap();
    engine.close().await;
    SignedIn { _folder: folder, data, secrets }
}

/// Something a user edits on, and where they look at what they have.
pub(crate) struct Device {
    pub(crate) name: String,
    pub(crate) wire: Wire,
    pub(crate) clock: Clock,
    pub(crate) engine: Engine,
    /// For looking into the rows.
    pub(crate) rows: Store,
    /// Edits that can be taken back.
    pub(crate) undo: Vec<u64>,
    /// How far the clock is off, in seconds.
    pub(crate) off: i64,
    _folder: TempDir,
    config: Config,
}

impl Device {
    pub(crate) async fn new(
        template: &'static Template,
        google: &Arc<Mutex<Google>>,
        halted: &Arc<Notify>,
        name: &str,
        user: &'static str,
        seed: u64,
    ) -> Self {
        let signed_in = if user == MIA { &template.mia } else { &template.ana };
        let folder = folder();
        let data = folder.path().join("data");
        copy(&signed_in.data, &data);
        let wire = Wire::new(Arc::clone(google), Arc::clone(halted));
        let clock = Clock::skipping(START.parse().unwrap());
        let config = config(&data, &signed_in.secrets, clock.clone(), seed, Some(wire.clone()));
        let engine = Engine::open(config.clone()).await.unwrap().engine;
        let rows = Store::open(&data, START.parse().unwrap()).await.unwrap();
        Self {
            name: name.into(),
            wire,
            clock,
            engine,
            rows,
            undo: Vec::new(),
            off: 0,
            _folder: folder,
            config,
        }
    }

    /// The process dies and is started again.
    pub(crate) async fn restart(&mut self) {
        self.undo.clear();
        let fresh = Engine::open(self.config.clone()).await.unwrap().engine;
        // Nothing of the first one is closed in an orderly way.
        drop(std::mem::replace(&mut self.engine, fresh));
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

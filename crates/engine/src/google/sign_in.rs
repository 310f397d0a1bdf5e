//! Sign-ins under way, and what becomes of an account when one is done.
//!
//! The row of an account comes first, then its token, then the note that it is signed in: a kill in
//! between leaves an account that is signed out, never a token that nobody knows of.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use kalends_remote::google::{GoogleClientId, Scopes, SignIn, SignInError, Tokens};
use kalends_store::{Account, AccountKind, accounts, sync_state};
use tokio::sync::Notify;

use super::{
    list::{derive_all, of_account},
    sessions::check_places,
    token::{self, Kept},
};
use crate::{AccountId, Engine, EngineEvent, Error, Problem, SignInStarted, push};

/// Sign-ins of this process.
#[derive(Default)]
pub(crate) struct SignIns {
    last: AtomicU64,
    open: Mutex<HashMap<u64, Waiting>>,
}

struct Waiting {
    /// None once somebody waits for the browser.
    sign_in: Option<SignIn>,
    cancel: Arc<Notify>,
    client: GoogleClientId,
    account: Option<AccountId>,
}

impl SignIns {
    fn add(&self, waiting: Waiting) -> u64 {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut open = self.lock();
        // Whoever begins anew has given the one before up.
        for (_, before) in open.drain() {
            before.cancel.notify_one();
        }
        open.insert(id, waiting);
        id
    }

    fn cancel(&self, id: u64) {
        if let Some(waiting) = self.lock().remove(&id) {
            waiting.cancel.notify_one();
        }
    }

    fn take(&self, id: u64) -> Option<(SignIn, Arc<Notify>, GoogleClientId, Option<AccountId>)> {
        let mut open = self.lock();
        let waiting = open.get_mut(&id)?;
        let sign_in = waiting.sign_in.take()?;
        Some((sign_in, Arc::clone(&waiting.cancel), waiting.client.clone(), waiting.account))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Waiting>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Begins to sign in to Google: makes the page's address and waits for the answer on this
    /// computer for five minutes. `account` signs in again or asks for what is missing; `hint` is
    /// the mail address to suggest. A sign-in that was begun before is cancelled.
    pub async fn begin_sign_in(
        &self,
        account: Option<AccountId>,
        hint: Option<&str>,
    ) -> Result<SignInStarted, Error> {
        check_places(self)?;
        let known = match account {
            Some(id) => Some(self.google_account(id).await?),
            None => None,
        };
        let client = self.need_google_client().await?;
        let hint = hint.or(known.as_ref().map(|account| account.email.as_str()));
        let hint = hint.map(str::trim).filter(|hint| !hint.is_empty());
        let places = &self.inner.config.google.places;
        let sign_in = SignIn::begin(places, &client, &Scopes::wanted(), hint)?;
        let url = sign_in.url().to_string();
        let waiting = Waiting { sign_in: Some(sign_in), cancel: Arc::default(), client, account };
        Ok(SignInStarted { id: self.inner.google.sign_ins.add(waiting), url })
    }

    /// Ends a sign-in: [`Engine::finish_sign_in`] then fails with the kind `cancelled`.
    pub fn cancel_sign_in(&self, id: u64) {
        self.inner.google.sign_ins.cancel(id);
    }

    /// Waits for the browser and keeps what comes of it.
    pub(crate) async fn complete_sign_in(&self, id: u64) -> Result<AccountId, Error> {
        let google = &self.inner.google;
        let Some((sign_in, cancel, client, asked)) = google.sign_ins.take(id) else {
            return Err(SignInError::Cancelled.into());
        };
        let tokens = sign_in.finish(&*google.transport, &*google.pace, cancel.notified()).await;
        google.sign_ins.cancel(id);
        self.keep_account(asked, client, tokens?).await
    }

    async fn keep_account(
        &self,
        asked: Option<AccountId>,
        client: GoogleClientId,
        tokens: Tokens,
    ) -> Result<AccountId, Error> {
        let (account, is_new) = self.account_of(asked, &tokens).await?;
        let id = account.id;
        let kept = Kept { refresh: tokens.refresh.clone(), client };
        if let Err(error) = token::set(&self.inner.secrets, id, &kept).await {
            if is_new {
                let mut write = self.inner.store.begin().await?;
                accounts::delete(&mut write, id).await?;
                write.commit().await?;
            }
            return Err(error);
        }
        let mut write = self.inner.store.begin().await?;
        let mut account = accounts::get(&mut write, id).await?;
        account.signed_in = true;
        account.scopes = tokens.scopes.to_text();
        account.client_id.clone_from(&kept.client.id);
        account.problem = None;
        // What the list said of rights may be another now.
        account.list_full_at = None;
        accounts::update(&mut write, &account).await?;
        derive_all(&mut write, &account).await?;
        for calendar in of_account(&mut write, id).await? {
            if let Some(mut state) = sync_state::get(&mut write, calendar.id).await? {
                state.next_run_at = None;
                state.failures = 0;
                sync_state::put(&mut write, &state).await?;
            }
        }
        push::forget_failures(&mut write, id).await?;
        write.commit().await?;
        self.inner.moments.note_sign_in(id);
        self.inner.google.open(self, id, kept, Some((tokens.access, tokens.scopes)));
        self.tell(EngineEvent::AccountsChanged);
        Ok(id)
    }

    /// The account that signed in, its row made when it is new. A mail address that is known is the
    /// account that it was.
    async fn account_of(
        &self,
        asked: Option<AccountId>,
        tokens: &Tokens,
    ) -> Result<(Account, bool), Error> {
        let mut write = self.inner.store.begin().await?;
        let all = accounts::list(&mut write).await?;
        let of_google = || all.iter().filter(|account| account.kind == AccountKind::Google);
        let is_its = |account: &&Account| account.email.eq_ignore_ascii_case(&tokens.email);
        if let Some(asked) = asked {
            let account = of_google().find(|account| account.id == asked);
            let account = account.ok_or_else(|| Error::AccountNotFound(asked.to_string()))?;
            if !is_its(&account) {
                return Err(wrong_account(&account.email, &tokens.email));
            }
            return Ok((account.clone(), false));
        }
        if let Some(account) = of_google().find(is_its) {
            return Ok((account.clone(), false));
        }
        let id = AccountId(self.inner.ids.next());
        let account = Account {
            email: tokens.email.clone(),
            created_at: Some(self.now()),
            ..Account::new(id, AccountKind::Google, tokens.email.clone())
        };
        accounts::insert(&mut write, &account).await?;
        write.commit().await?;
        Ok((account, true))
    }

    /// An account of Google.
    pub(crate) async fn google_account(&self, id: AccountId) -> Result<Account, Error> {
        let mut read = self.inner.store.read().await?;
        let account = accounts::get(&mut read, id).await?;
        if account.kind != AccountKind::Google {
            return Err(Error::Invalid(format!("“{}” is not an account of Google", account.name)));
        }
        Ok(account)
    }
}

fn wrong_account(asked: &str, chosen: &str) -> Error {
    Error::Refused(Problem::new(
        "wrong_account",
        format!("{chosen} was chosen in the browser, but {asked} was to sign in"),
        format!("Sign in again and choose {asked}; to add {chosen}, add an account."),
    ))
}

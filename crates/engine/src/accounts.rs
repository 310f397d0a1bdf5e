//! Accounts: signing in, signing out, and how they do.

use kalends_store::{Account, AccountKind as StoredKind, accounts};

use crate::{
    AccountId, AccountState, AccountView, CalendarView, Engine, EngineEvent, Error, Problem,
    calendars::account_kind,
    google::{self, allowed},
};

impl Engine {
    /// All accounts, in the order of the sidebar.
    pub async fn list_accounts(&self) -> Result<Vec<AccountView>, Error> {
        let calendars = self.list_calendars().await?;
        let mut read = self.inner.store.read().await?;
        let accounts = accounts::list(&mut read).await?;
        Ok(accounts.into_iter().map(|account| view(account, &calendars)).collect())
    }

    /// The account with this id.
    pub async fn get_account(&self, id: AccountId) -> Result<AccountView, Error> {
        let all = self.list_accounts().await?;
        let found = all.into_iter().find(|account| account.id == id);
        found.ok_or_else(|| Error::AccountNotFound(id.to_string()))
    }

    /// Waits until the user has answered in the browser, and keeps the account. Its calendars are
    /// listed and, where the schedule runs, their first sync begins.
    pub async fn finish_sign_in(&self, id: u64) -> Result<AccountView, Error> {
        let account = Box::pin(self.complete_sign_in(id)).await?;
        if let Err(error) = Box::pin(self.list_anew(account)).await {
            // The account is there; its next sync tries again.
            tracing::warn!(%account, "the calendars could not be listed: {error}");
        }
        self.inner.due.notify_one();
        self.tell(EngineEvent::AccountsChanged);
        self.tell(EngineEvent::CalendarsChanged);
        self.tell_sync_state().await;
        self.get_account(account).await
    }

    async fn list_anew(&self, id: AccountId) -> Result<(), Error> {
        let session = google::session(self, id).await?;
        let account = self.google_account(id).await?;
        self.refresh_list(&account, &session, true).await?;
        Ok(())
    }

    /// Signs out: revokes the token and takes it out of the keychain. With `keep_events` the
    /// calendars stay readable and unsent edits wait for the account to come back; without, all of
    /// it goes.
    ///
    /// # Errors
    /// `not_revoked` when the account is signed out here and Google could not be told.
    pub async fn remove_account(&self, id: AccountId, keep_events: bool) -> Result<(), Error> {
        let account = self.google_account(id).await?;
        let gate = self.inner.google.gate(&self.inner.config, id);
        gate.close();
        let removed = Box::pin(self.sign_out(&account, &gate, keep_events)).await;
        gate.open();
        self.tell(EngineEvent::AccountsChanged);
        self.tell(EngineEvent::CalendarsChanged);
        if !keep_events {
            self.tell(EngineEvent::DataChanged(Vec::new()));
            self.tell(EngineEvent::QueueChanged);
        }
        self.tell_sync_state().await;
        removed
    }

    async fn sign_out(
        &self,
        account: &Account,
        gate: &google::gate::Gate,
        keep_events: bool,
    ) -> Result<(), Error> {
        let id = account.id;
        let _run = gate.run.lock().await;
        let _traffic = gate.traffic.write().await;
        let lease = gate.lease(true).await?;
        // The token is dead first and forgotten then: killed in between, the account asks to sign
        // in, and nothing is left at Google.
        let revoked = if account.signed_in { self.revoke(id).await } else { Ok(()) };
        google::token::delete(&self.inner.secrets, id).await?;
        self.inner.google.forget(id);
        let mut write = self.inner.store.begin().await?;
        if keep_events {
            let mut account = accounts::get(&mut write, id).await?;
            account.signed_in = false;
            account.problem = None;
            accounts::update(&mut write, &account).await?;
        } else {
            accounts::delete(&mut write, id).await?;
        }
        write.commit().await?;
        drop(lease);
        if !keep_events {
            gate.remove();
        }
        revoked.map_err(|error| {
            Error::Refused(Problem::new(
                "not_revoked",
                format!(
                    "{} is signed out here, but Google could not be told: {error}",
                    account.name
                ),
                "Remove Kalends at https://myaccount.google.com/permissions.",
            ))
        })
    }

    async fn revoke(&self, id: AccountId) -> Result<(), Error> {
        match google::session(self, id).await {
            Ok(session) => Ok(session.revoke().await?),
            // Nothing is left that could be revoked.
            Err(error) if error.kind() == google::TOKEN_MISSING => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn view(account: Account, calendars: &[CalendarView]) -> AccountView {
    let own = || calendars.iter().filter(|calendar| calendar.account_id == account.id);
    let mirrors = || own().filter_map(|calendar| calendar.mirror.as_ref());
    let is_google = account.kind == StoredKind::Google;
    let state = if is_google { allowed::state(&account) } else { AccountState::Ok };
    let missing = match state {
        AccountState::Partial => allowed::missing(&allowed::scopes(&account)),
        AccountState::Ok | AccountState::SignIn | AccountState::SignedOut => Vec::new(),
    };
    let last_good = own()
        .filter(|calendar| calendar.selected)
        .filter_map(|calendar| {
            let feed = calendar.feed.as_ref().map(|feed| feed.last_good);
            feed.or_else(|| calendar.mirror.as_ref().map(|mirror| mirror.last_good))
        })
        .min()
        .flatten();
    AccountView {
        id: account.id,
        kind: account_kind(account.kind),
        state,
        missing,
        last_good,
        calendars: own().count() as u64,
        unsent: mirrors().map(|mirror| mirror.unsent).sum(),
        problem: account.problem.map(Problem::from),
        name: account.name,
        email: account.email,
    }
}

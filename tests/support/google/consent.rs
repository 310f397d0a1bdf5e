//! The page on which a user chooses an account and ticks what the app may do.

use std::collections::BTreeSet;

use super::{
    Google,
    message::{Request, Response},
    oauth::{Consent, only_signs_in, scopes_of},
};

impl Google {
    /// The page, or what the switch says instead of it.
    pub(super) fn ask_consent(&mut self, request: &Request) -> Response {
        if let Err(problem) = self.check_consent(request) {
            return Response::html(400, page("Access blocked", &format!("<p>{problem}</p>")));
        }
        match self.consent.clone() {
            Consent::Ask => Response::html(200, self.consent_page(request)),
            Consent::Refuse => back(request, &[("error", "access_denied")]),
            Consent::Give { user, scopes } => {
                let hinted =
                    request.get("login_hint").filter(|hint| self.users.contains_key(*hint));
                let first = self.users.keys().next().cloned().unwrap_or_default();
                let user = user.or(hinted.map(str::to_owned)).unwrap_or(first);
                let ticked = scopes.map(|all| all.iter().flat_map(|one| scopes_of(one)).collect());
                self.allow(request, &user, ticked)
            }
        }
    }

    /// A button of the page was pressed.
    pub(super) fn give_consent(&mut self, request: &Request) -> Response {
        if let Err(problem) = self.check_consent(request) {
            return Response::html(400, page("Access blocked", &format!("<p>{problem}</p>")));
        }
        if request.get("answer") != Some("allow") {
            return back(request, &[("error", "access_denied")]);
        }
        let user = request.get("user").unwrap_or_default().to_owned();
        let ticked = request.query.iter().filter(|(name, _)| name == "grant");
        let ticked = ticked.map(|(_, scope)| scope.clone()).collect();
        self.allow(request, &user, Some(ticked))
    }

    fn allow(
        &mut self,
        request: &Request,
        user: &str,
        ticked: Option<BTreeSet<String>>,
    ) -> Response {
        let mut granted = scopes_of(request.get("scope").unwrap_or_default());
        if let Some(ticked) = ticked {
            granted.retain(|scope| only_signs_in(scope) || ticked.contains(scope));
        }
        let scopes = granted.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let code = self.make_code(request, user, granted);
        back(request, &[("code", &code), ("scope", &scopes), ("authuser", "0")])
    }

    fn check_consent(&self, request: &Request) -> Result<(), String> {
        let client = request.get("client_id").unwrap_or_default();
        if !self.oauth.clients.contains_key(client) {
            return Err("Error 401: invalid_client. The OAuth client was not found.".into());
        }
        if request.get("response_type") != Some("code") {
            return Err("Error 400: invalid_request. response_type must be code.".into());
        }
        let redirect = request.get("redirect_uri").and_then(|text| url::Url::parse(text).ok());
        let loopback = redirect.is_some_and(|url| {
            url.scheme() == "http"
                && matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
        });
        if !loopback {
            return Err("Error 400: redirect_uri_mismatch".into());
        }
        if request.get("scope").unwrap_or_default().is_empty() {
            return Err("Error 400: invalid_request. Missing required parameter: scope".into());
        }
        // RFC 7636 leaves this to the server; a desktop client of ours always has it.
        if request.get("code_challenge_method") != Some("S256")
            || request.get("code_challenge").is_none_or(|text| text.len() != 43)
        {
            return Err("Error 400: invalid_request. PKCE with S256 is missing.".into());
        }
        Ok(())
    }

    fn consent_page(&self, request: &Request) -> String {
        let mut form = String::from("<form action=\"/o/oauth2/v2/consent\" method=\"get\">");
        for (name, value) in &request.query {
            let (name, value) = (escaped(name), escaped(value));
            form.push_str(&format!("<input type=hidden name=\"{name}\" value=\"{value}\">"));
        }
        form.push_str("<fieldset><legend>Account</legend>");
        let hint = request.get("login_hint");
        for (at, user) in self.users.values().enumerate() {
            let chosen = hint.map_or(at == 0, |hint| hint == user.email);
            let checked = if chosen { " checked" } else { "" };
            let (email, name) = (escaped(&user.email), escaped(&user.name));
            form.push_str(&format!(
                "<label><input type=radio name=user value=\"{email}\"{checked}> {name} \
                 ({email})</label><br>"
            ));
        }
        form.push_str("</fieldset><fieldset><legend>What the app may do</legend>");
        for scope in scopes_of(request.get("scope").unwrap_or_default()) {
            if only_signs_in(&scope) {
                continue;
            }
            let scope = escaped(&scope);
            form.push_str(&format!(
                "<label><input type=checkbox name=grant value=\"{scope}\" checked> {scope}\
                 </label><br>"
            ));
        }
        form.push_str(
            "</fieldset><button id=allow name=answer value=allow>Allow</button> \
             <button id=deny name=answer value=deny>Deny</button></form>",
        );
        page("Stand-in of Google: sign in", &form)
    }
}

/// The way back to the app, with its state.
fn back(request: &Request, pairs: &[(&str, &str)]) -> Response {
    let Ok(mut url) = url::Url::parse(request.get("redirect_uri").unwrap_or_default()) else {
        return Response::status(400);
    };
    {
        let mut query = url.query_pairs_mut();
        if let Some(state) = request.get("state") {
            query.append_pair("state", state);
        }
        query.extend_pairs(pairs);
    }
    Response::redirect(url.as_str())
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>\
         <style>body{{font:16px/1.5 sans-serif;max-width:40rem;margin:3rem auto}}\
         fieldset{{margin:1rem 0}}</style><h1>{title}</h1>{body}</html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

//! Requests and answers as values, without sockets.

use std::time::Duration;

use serde_json::{Map, Value};

/// A request, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// Without the query, still percent-encoded.
    pub path: String,
    /// Decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As sent.
    pub body: Vec<u8>,
}

impl Request {
    /// A request for `target`, which is a path with or without a query.
    pub fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// One more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.header("content-type", "application/json")
    }

    /// A form as body.
    #[must_use]
    pub fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        self.body = form.finish().into_bytes();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// The first header of that (lower-case) name.
    pub fn get_header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first parameter of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter is `true`.
    pub fn is(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// The fields of a form in the body.
    pub fn fields(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// The parts of the path, decoded.
    pub fn segments(&self) -> Vec<String> {
        // A plus sign in a path is itself, unlike in a form.
        let decode = |part: &str| {
            let pair = format!("p={}", part.replace('+', "%2B"));
            let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
            decoded.map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        self.path.split('/').filter(|part| !part.is_empty()).map(decode).collect()
    }
}

/// What becomes of an answer on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    #[default]
    Whole,
    /// The connection ends after so many bytes of the body, its length told.
    Cut(usize),
    /// The connection ends without a byte.
    Lost,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// 200.
    pub status: u16,
    /// Without the length, which the transport adds.
    pub headers: Vec<(String, String)>,
    /// Not packed.
    pub body: Vec<u8>,
    /// What the transport makes of it.
    pub fate: Fate,
    /// How long the transport waits first.
    pub delay: Duration,
}

impl Response {
    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// A JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json; charset=UTF-8", body.to_string())
    }

    /// A web page.
    pub fn html(status: u16, page: String) -> Self {
        Self::text(status, "text/html; charset=utf-8", page)
    }

    /// 302.
    pub fn redirect(location: &str) -> Self {
        Self::status(302).header("location", location)
    }

    /// A body of that type.
    pub fn text(status: u16, kind: &str, body: String) -> Self {
        let mut answer = Self::status(status).header("content-type", kind);
        answer.body = body.into_bytes();
        answer
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The first header of that (lower-case) name.
    pub fn get_header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null for one that is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A JSON object.
pub type Object = Map<String, Value>;

/// The text of a key, empty without one.
pub(super) fn text<'a>(object: &'a Object, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The flag of a key.
pub(super) fn flag(object: &Object, key: &str, unset: bool) -> bool {
    object.get(key).and_then(Value::as_bool).unwrap_or(unset)
}

/// The list of a key, empty without one.
pub(super) fn list<'a>(object: &'a Object, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The text of a key of a value that may be no object.
pub(super) fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

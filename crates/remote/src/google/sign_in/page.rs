//! The pages the browser shows at the end. They load nothing and say nothing secret.

/// A page in the words of the program, and the status it is sent with.
pub(super) struct Page {
    pub(super) status: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

/// After a sign-in that worked.
pub(super) const DONE: Page = Page {
    status: "200 OK",
    title: "You are signed in",
    text: "Kalends is connected. You can close this page.",
};

/// To a redirect of another sign-in.
pub(super) const WRONG_STATE: Page = Page {
    status: "400 Bad Request",
    title: "This page belongs to another sign-in",
    text: "Close it, and use the page that Kalends opened last.",
};

/// To any other path.
pub(super) const NOT_FOUND: Page =
    Page { status: "404 Not Found", title: "Nothing here", text: "Kalends waits for a sign-in." };

/// To any other method.
pub(super) const WRONG_METHOD: Page = Page {
    status: "405 Method Not Allowed",
    title: "Nothing here",
    text: "Kalends waits for a sign-in.",
};

/// To what is not HTTP.
pub(super) const BAD: Page = Page {
    status: "400 Bad Request",
    title: "This is not a sign-in",
    text: "Kalends waits for a sign-in.",
};

/// To a head without an end.
pub(super) const TOO_LARGE: Page = Page {
    status: "431 Request Header Fields Too Large",
    title: "This is too long",
    text: "Kalends waits for a sign-in.",
};

/// The bytes to send: head and page.
pub(super) fn render(page: &Page) -> Vec<u8> {
    let Page { status, title, text } = page;
    let body = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} – Kalends</title><style>\
         :root{{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}}\
         body{{min-height:100vh;margin:0;display:grid;place-content:center;\
         background:light-dark(#f7f6f3,#1b1b1f);color:light-dark(#222,#e8e6e3)}}\
         main{{max-width:28rem;padding:2rem;text-align:center}}\
         h1{{font-size:1.5rem;margin:0 0 .5rem}}p{{margin:0}}\
         </style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Length: {length}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}",
        length = body.len()
    )
    .into_bytes()
}

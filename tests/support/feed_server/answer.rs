//! What the stand-in says to a request: scripted, faults included.

use async_compression::Level;
use async_compression::tokio::write::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::{Request, digest};

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// gzip.
    Gzip,
    /// br.
    Brotli,
    /// zstd.
    Zstd,
}

/// What becomes of the connection once some of the body is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It closes, with the rest unsent.
    CloseAfter(usize),
    /// It stays open and silent.
    SilentAfter(usize),
}

/// One scripted answer.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    etag: bool,
    last_modified: Option<String>,
    packing: Option<Packing>,
    chunked: bool,
    endless: bool,
    silent: bool,
    fault: Option<Fault>,
}

impl Answer {
    /// A status with an empty body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            etag: false,
            last_modified: None,
            packing: None,
            chunked: false,
            endless: false,
            silent: false,
            fault: None,
        }
    }

    /// A calendar with an `ETag` made of its bytes.
    pub fn calendar(body: impl Into<Vec<u8>>) -> Self {
        let mut answer = Self::status(200).header("Content-Type", "text/calendar; charset=utf-8");
        answer.body = body.into();
        answer.etag = true;
        answer
    }

    /// A web page.
    pub fn html(page: &str) -> Self {
        let mut answer = Self::status(200).header("Content-Type", "text/html; charset=utf-8");
        answer.body = page.as_bytes().to_vec();
        answer
    }

    /// A JSON value.
    pub fn json(value: &serde_json::Value) -> Self {
        let mut answer = Self::status(200).header("Content-Type", "application/json");
        answer.body = value.to_string().into_bytes();
        answer
    }

    /// A redirect; `location` goes out as it is.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header("Location", location)
    }

    /// A body without an end.
    pub fn endless() -> Self {
        let mut answer = Self::calendar("BEGIN:VCALENDAR\r\n").without_etag();
        answer.chunked = true;
        answer.endless = true;
        answer
    }

    /// Takes the request and never answers.
    pub fn silent() -> Self {
        Self { silent: true, ..Self::status(200) }
    }

    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// No validator by content.
    pub fn without_etag(mut self) -> Self {
        self.etag = false;
        self
    }

    /// `Last-Modified`, and 304 for a request that repeats it.
    pub fn last_modified(mut self, date: &str) -> Self {
        self.last_modified = Some(date.to_owned());
        self
    }

    /// Packs the body.
    pub fn packed(mut self, packing: Packing) -> Self {
        self.packing = Some(packing);
        self
    }

    /// Sends the body in chunks, its length untold.
    pub fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    /// Closes the connection after so many bytes of the (packed) body.
    pub fn close_after(mut self, bytes: usize) -> Self {
        self.fault = Some(Fault::CloseAfter(bytes));
        self
    }

    /// Goes silent after so many bytes of the (packed) body.
    pub fn silent_after(mut self, bytes: usize) -> Self {
        self.fault = Some(Fault::SilentAfter(bytes));
        self
    }

    /// Writes the answer to `request`. The caller closes the connection.
    pub(super) async fn send(
        &self,
        request: &Request,
        out: &mut (impl AsyncWrite + Unpin),
    ) -> std::io::Result<()> {
        if self.silent {
            return std::future::pending().await;
        }
        let etag = self.etag.then(|| format!("\"{:016x}\"", digest(&self.body)));
        let unchanged = match (request.header("if-none-match"), request.header("if-modified-since"))
        {
            (Some(known), _) => etag.as_deref() == Some(known),
            (None, Some(since)) => self.last_modified.as_deref() == Some(since),
            (None, None) => false,
        };
        let status = if unchanged { 304 } else { self.status };
        let mut head = format!("HTTP/1.1 {status} Stand-in\r\nConnection: close\r\n");
        let validators = [("ETag", &etag), ("Last-Modified", &self.last_modified)];
        for (name, value) in validators {
            if let Some(value) = value {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if unchanged {
            head.push_str("\r\n");
            return out.write_all(head.as_bytes()).await;
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let body = match self.packing {
            Some(packing) => {
                let name = match packing {
                    Packing::Gzip => "gzip",
                    Packing::Brotli => "br",
                    Packing::Zstd => "zstd",
                };
                head.push_str(&format!("Content-Encoding: {name}\r\n"));
                pack(&self.body, packing).await?
            }
            None => self.body.clone(),
        };
        if self.chunked {
            head.push_str("Transfer-Encoding: chunked\r\n\r\n");
        } else {
            head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        }
        out.write_all(head.as_bytes()).await?;

        let sent = match self.fault {
            Some(Fault::CloseAfter(bytes) | Fault::SilentAfter(bytes)) => bytes.min(body.len()),
            None => body.len(),
        };
        let sent = body.get(..sent).unwrap_or_default();
        if self.chunked {
            for chunk in sent.chunks(16 * 1024) {
                write_chunk(out, chunk).await?;
            }
        } else {
            out.write_all(sent).await?;
        }
        if self.endless {
            let chunk = "COMMENT:more of the same\r\n".repeat(512);
            loop {
                write_chunk(out, chunk.as_bytes()).await?;
            }
        }
        match self.fault {
            Some(Fault::SilentAfter(_)) => {
                out.flush().await?;
                std::future::pending().await
            }
            Some(Fault::CloseAfter(_)) => out.flush().await,
            None if self.chunked => out.write_all(b"0\r\n\r\n").await,
            None => Ok(()),
        }
    }
}

async fn write_chunk(out: &mut (impl AsyncWrite + Unpin), chunk: &[u8]) -> std::io::Result<()> {
    out.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await?;
    out.write_all(chunk).await?;
    out.write_all(b"\r\n").await
}

async fn pack(body: &[u8], packing: Packing) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let out = &mut packed;
    let level = Level::Fastest;
    match packing {
        Packing::Gzip => finish(GzipEncoder::with_quality(out, level), body).await?,
        Packing::Brotli => finish(BrotliEncoder::with_quality(out, level), body).await?,
        Packing::Zstd => finish(ZstdEncoder::with_quality(out, level), body).await?,
    }
    Ok(packed)
}

async fn finish(mut encoder: impl AsyncWrite + Unpin, body: &[u8]) -> std::io::Result<()> {
    encoder.write_all(body).await?;
    encoder.shutdown().await
}

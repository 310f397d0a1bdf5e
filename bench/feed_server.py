"""A feed on a loopback socket whose body, validators and requests the benchmark controls."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Feed:
    def __init__(self, body: bytes, validators: bool) -> None:
        self.validators = validators
        self.requests = 0
        self.body = b""
        self.etag = ""
        self.change(body)
        feed = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                feed.requests += 1
                if feed.validators and self.headers.get("If-None-Match") == feed.etag:
                    self.send_response(304)
                    self.send_header("ETag", feed.etag)
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/calendar; charset=utf-8")
                self.send_header("Content-Length", str(len(feed.body)))
                if feed.validators:
                    self.send_header("ETag", feed.etag)
                self.end_headers()
                self.wfile.write(feed.body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def change(self, body: bytes) -> None:
        self.body = body
        self.etag = '"%s"' % hashlib.sha256(body).hexdigest()[:16]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/feed.ics"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

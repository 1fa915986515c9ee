"""An HTTP/1.1 server that is slow, and that breaks connections, when asked to.

    /              ?delay=S              waits, then answers `delayed S`
    /chunks        ?count=N&gap=S        N chunks `chunk I\\n`, S seconds before each
    /cut           ?after=N&delay=S      declares 100000 bytes, sends N, closes
    /reset         ?after=N&delay=S      the same, and ends with a TCP reset
    /pattern       ?length=N&delay=S     N bytes `0123456789...`
    /echo          (any body)            method, content type and body as they came
    /status        ?code=N               an empty-handed answer of that status
    /redirect      ?to=PATH              302

Times are seconds, with a fraction; no wait is longer than 60 s. One thread a connection.
"""

import os
import socket
import ssl
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together

    def setup(self):
        self.request.settimeout(60)
        super().setup()

    def number(self, name, default=0.0):
        return float(self.query.get(name, [default])[0])

    def answer(self, body, status=200, kind="text/plain", **fields):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        url = urlsplit(self.path)
        self.query = parse_qs(url.query)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(min(self.number("delay"), 60))
        action = {
            "/": self.root,
            "/chunks": self.chunks,
            "/cut": self.cut,
            "/reset": self.reset,
            "/pattern": self.pattern,
            "/status": self.status,
            "/redirect": self.redirect,
        }.get(url.path)
        if action is not None:
            action()
        elif url.path == "/echo":
            kind = self.headers.get("Content-Type", "-").split(";")[0]
            self.answer(f"{self.command} {kind} {len(body)}\n".encode() + body)
        else:
            self.answer(b"not found", 404)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def root(self):
        self.answer(f"delayed {self.query.get('delay', ['0'])[0]}".encode())

    def status(self):
        self.answer(b"", int(self.number("code", 200)))

    def redirect(self):
        self.answer(b"", 302, Location=self.query["to"][0])

    def pattern(self):
        length = int(self.number("length"))
        self.answer((b"0123456789" * (length // 10 + 1))[:length])

    def chunks(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for index in range(int(self.number("count", 3))):
            self.wfile.flush()
            time.sleep(min(self.number("gap"), 60))
            data = f"chunk {index}\n".encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def part(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"x" * int(self.number("after")))
        self.wfile.flush()
        self.close_connection = True

    def cut(self):
        self.part()

    def reset(self):
        self.part()
        # What was sent must have arrived: a reset drops it otherwise.
        time.sleep(0.1)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Without the orderly shutdown that the server would do before it closes.
        os.close(self.connection.detach())

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def shutdown_request(self, request):
        if request.fileno() >= 0:
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        # Clients go away in the middle: that is what tests are about.
        if not isinstance(sys.exc_info()[1], (OSError, ValueError)):
            super().handle_error(request, client_address)


def main(certificate, key, ports):
    plain = Server(("127.0.0.1", 0), Handler)
    encrypted = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    # The handshake is done by the connection's own thread, on its first read.
    encrypted.socket = context.wrap_socket(encrypted.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=encrypted.serve_forever, daemon=True).start()
    with open(ports + ".new", "w", encoding="ascii") as file:
        file.write(f"{plain.server_port} {encrypted.server_port}\n")
    os.rename(ports + ".new", ports)
    plain.serve_forever()


main(*sys.argv[1:])

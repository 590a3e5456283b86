import io
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import Request, urlopen

import polars as pl


class Orders(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        pl.read_ipc("orders.arrow").write_ipc_stream(self.wfile)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        pl.read_ipc_stream(body).write_ipc("received.arrow")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Orders)
Thread(target=server.serve_forever).start()
url = f"http://127.0.0.1:{server.server_port}/orders"
with urlopen(url) as got:
    orders = pl.read_ipc_stream(got.read())
body = io.BytesIO()
orders.write_ipc_stream(body)
with urlopen(Request(url, data=body.getvalue(), method="POST")) as posted:
    print(got.status, posted.status)
server.shutdown()

--TEST--
sendFile() seals the response and sends the file when the handler has returned
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\SendFileDisposition;
use TrueAsync\SendFileOptions;

$root = site(['a.txt' => '0123456789', 'a.txt.gz' => 'gzip', 'large' => str_repeat('x', 300000)]);
$handler = function ($request, $response) use ($root) {
    switch ($request->getPath()) {
        case '/plain':
            $response->setHeader('x-mine', '1')->sendFile("$root/a.txt");
            var_dump($response->isEnded(), $response->isHeadersSent());
            break;
        case '/options':
            $response->sendFile("$root/a.txt", new SendFileOptions(
                contentType: 'x/y',
                disposition: SendFileDisposition::ATTACHMENT,
                downloadName: 'ä.txt',
                cacheControl: 'no-store',
                etag: false,
                lastModified: false,
                acceptRanges: false,
                precompressed: false,
                conditional: false,
                status: 201,
            ));
            break;
        case '/large':
            $response->sendFile("$root/large");
            break;
        case '/type':
            $response->setHeader('content-type', 'text/mine')->setStatusCode(404)->sendFile("$root/a.txt");
            break;
        case '/thrown':
            $response->sendFile("$root/a.txt");
            throw new TrueAsync\HttpException('gone', 410);
        case '/missing':
            $response->sendFile("$root/none");
            break;
        case '/directory':
            $response->sendFile($root);
            break;
        case '/ended':
            $response->sendFile("$root/a.txt");
            Async\delay(5);
            break;
    }
};
$fields = fn (string $line) => "$line\r\nconnection: close\r\n";
show(serve($handler, get('/plain')));
show(serve($handler, get('/options', $fields("range: bytes=0-0\r\nif-none-match: *"))));
show(serve($handler, get('/type', $fields('range: bytes=0-0'))));
show(serve($handler, get('/thrown')));
$more = serve($handler, [
    get('/plain', $fields('if-none-match: *')),
    get('/plain', $fields('range: bytes=2-4')),
    get('/plain', $fields('range: bytes=99-')),
    get('/plain', $fields('accept-encoding: gzip')),
    get('/missing'),
    get('/directory'),
    get('/ended'),
    get('/large'),
]);
foreach ($more as $answer) {
    [$response] = responses($answer);
    echo "$response[status] ", $response['headers']['content-range'][0] ?? '-', ' ',
        $response['headers']['content-encoding'][0] ?? '-', ' ', substr($response['body'], 0, 25), ' ',
        strlen($response['body']), "\n";
}
?>
--EXPECTF--
bool(false)
bool(false)
HTTP/1.1 200 OK
accept-ranges: bytes
content-length: 10
content-type: text/plain; charset=utf-8
etag: W/"%x"
last-modified: Sun, 06 Nov 1994 08:49:37 GMT
vary: accept-encoding
x-mine: 1

0123456789

HTTP/1.1 201 Created
cache-control: no-store
content-disposition: attachment; filename="_.txt"; filename*=UTF-8''%sC3%sA4.txt
content-length: 10
content-type: x/y

0123456789

HTTP/1.1 404 Not Found
content-length: 10
content-type: text/mine
etag: W/"%x"
last-modified: Sun, 06 Nov 1994 08:49:37 GMT
vary: accept-encoding

0123456789

HTTP/1.1 410 gone
content-length: 4
content-type: text/plain; charset=utf-8

gone

bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
304 - -  0
206 bytes 2-4/10 - 234 3
416 bytes */10 -  0
200 - gzip gzip 4
404 - - Not Found 9
500 - - Internal Server Error 21
200 - - 0123456789 10
200 - - xxxxxxxxxxxxxxxxxxxxxxxxx 300000

--TEST--
sendFile() refuses paths, states and options that cannot be, and nothing changes after it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\SendFileOptions;

$root = site(['a.txt' => 'content']);
show(serve(function ($request, $response) use ($root) {
    $file = "$root/a.txt";
    $with = fn (...$options) => fn () => $response->sendFile($file, new SendFileOptions(...$options));
    refusal('empty', fn () => $response->sendFile(''));
    refusal('relative', fn () => $response->sendFile('a.txt'));
    refusal('NUL', fn () => $response->sendFile("$file\0"));
    refusal('type', $with(contentType: "a\r\nb"));
    refusal('name', $with(downloadName: "a\nb"));
    refusal('cache', $with(cacheControl: "a\0b"));
    foreach ([0, 199, 204, 205, 304, 600, -1, 1 << 40] as $status) {
        refusal("status $status", $with(status: $status));
    }
    $response->setBody('x');
    refusal('body', fn () => $response->sendFile($file));
    $response->setBody('');
    $response->sendFile($file);
    attempt('twice', fn () => $response->sendFile($file));
    attempt('header', fn () => $response->setHeader('a', 'b'));
    attempt('end', fn () => $response->end());
    var_dump($response->getStatusCode());
}, get('/')));

$options = new SendFileOptions();
var_dump($options);
refusal('write', fn () => $options->etag = false);
refusal('construct again', fn () => $options->__construct());
refusal('wrong type', fn () => new SendFileOptions(status: 'x'));
var_dump((new ReflectionClass($options))->isFinal(), (new ReflectionClass($options))->isInternal());
?>
--EXPECTF--
empty: TrueAsync\HttpServerRuntimeException
relative: TrueAsync\HttpServerRuntimeException
NUL: TrueAsync\HttpServerRuntimeException
type: TrueAsync\HttpServerRuntimeException
name: TrueAsync\HttpServerRuntimeException
cache: TrueAsync\HttpServerRuntimeException
status 0: TrueAsync\HttpServerInvalidArgumentException
status 199: TrueAsync\HttpServerInvalidArgumentException
status 204: TrueAsync\HttpServerInvalidArgumentException
status 205: TrueAsync\HttpServerInvalidArgumentException
status 304: TrueAsync\HttpServerInvalidArgumentException
status 600: TrueAsync\HttpServerInvalidArgumentException
status -1: TrueAsync\HttpServerInvalidArgumentException
status 1099511627776: TrueAsync\HttpServerInvalidArgumentException
body: TrueAsync\HttpServerRuntimeException
twice: TrueAsync\HttpServerRuntimeException: Response is sealed: sendFile already called
header: TrueAsync\HttpServerRuntimeException: Response is sealed by sendFile() — no further mutation allowed
end: TrueAsync\HttpServerRuntimeException: Response is sealed by sendFile() — no further mutation allowed
int(200)
HTTP/1.1 200 OK
accept-ranges: bytes
content-length: 7
content-type: text/plain; charset=utf-8
etag: W/"%x"
last-modified: Sun, 06 Nov 1994 08:49:37 GMT
vary: accept-encoding

content

object(TrueAsync\SendFileOptions)#%d (11) {
  ["contentType"]=>
  NULL
  ["disposition"]=>
  enum(TrueAsync\SendFileDisposition::INLINE)
  ["downloadName"]=>
  NULL
  ["cacheControl"]=>
  NULL
  ["etag"]=>
  bool(true)
  ["lastModified"]=>
  bool(true)
  ["acceptRanges"]=>
  bool(true)
  ["precompressed"]=>
  bool(true)
  ["conditional"]=>
  bool(true)
  ["deleteAfterSend"]=>
  bool(false)
  ["status"]=>
  NULL
}
write: Error
construct again: Error
wrong type: TypeError
bool(true)
bool(true)

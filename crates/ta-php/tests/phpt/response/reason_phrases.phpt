--TEST--
Every registered status has its standard phrase, the others are Unknown
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$phrases = [
    200 => 'OK', 201 => 'Created', 202 => 'Accepted', 203 => 'Non-Authoritative Information', 204 => 'No Content', 205 => 'Reset Content',
    206 => 'Partial Content', 207 => 'Multi-Status', 226 => 'IM Used', 300 => 'Multiple Choices', 301 => 'Moved Permanently', 302 => 'Found',
    303 => 'See Other', 304 => 'Not Modified', 305 => 'Use Proxy', 307 => 'Temporary Redirect', 308 => 'Permanent Redirect',
    400 => 'Bad Request', 401 => 'Unauthorized', 402 => 'Payment Required', 403 => 'Forbidden', 404 => 'Not Found',
    405 => 'Method Not Allowed', 406 => 'Not Acceptable', 408 => 'Request Timeout', 409 => 'Conflict', 410 => 'Gone',
    411 => 'Length Required', 412 => 'Precondition Failed', 413 => 'Content Too Large', 414 => 'URI Too Long',
    415 => 'Unsupported Media Type', 416 => 'Range Not Satisfiable', 417 => 'Expectation Failed', 421 => 'Misdirected Request',
    422 => 'Unprocessable Content', 423 => 'Locked', 424 => 'Failed Dependency', 425 => 'Too Early', 426 => 'Upgrade Required',
    428 => 'Precondition Required', 429 => 'Too Many Requests', 431 => 'Request Header Fields Too Large',
    451 => 'Unavailable For Legal Reasons', 500 => 'Internal Server Error', 501 => 'Not Implemented', 502 => 'Bad Gateway',
    503 => 'Service Unavailable', 504 => 'Gateway Timeout', 505 => 'HTTP Version Not Supported', 507 => 'Insufficient Storage',
    508 => 'Loop Detected', 511 => 'Network Authentication Required', 299 => 'Unknown', 419 => 'Unknown', 599 => 'Unknown',
];
serve(function ($request, $response) use ($phrases) {
    foreach ($phrases as $status => $phrase) {
        $is = $response->setStatusCode($status)->getReasonPhrase();
        if ($is !== $phrase) {
            echo "$status is '$is', wanted '$phrase'\n";
        }
    }
    $response->setStatusCode(200);
}, get('/'));
foreach ([404, 429, 299] as $status) {
    $answer = serve(fn($request, $response) => $response->setStatusCode($status), get('/'));
    echo strstr($answer, "\r\n", true), "\n";
}
?>
--EXPECT--
HTTP/1.1 404 Not Found
HTTP/1.1 429 Too Many Requests
HTTP/1.1 299 Unknown

--TEST--
Any other code is 500, whatever the class
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpException;

$codes = [0, 200, 302, 399, 600, -404, PHP_INT_MAX];
$answers = serve(function ($request) {
    $class = $request->getPath() === '/http' ? HttpException::class : RuntimeException::class;
    throw new $class('', (int) $request->getQueryParam('code'));
}, array_merge(
    array_map(fn($code) => get("/http?code=$code"), $codes),
    array_map(fn($code) => get("/other?code=$code"), $codes),
));
echo implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";

// Codes need not be numbers: PDO's are strings.
$answer = serve(function () {
    throw new class extends Exception {
        protected $code = '404';
    };
}, get('/'));
echo responses($answer)[0]['status'], "\n";
?>
--EXPECTREGEX--
500 500 500 500 500 500 500 500 500 500 500 500 500 500
(404|500)

--TEST--
A response kept from an earlier request cannot touch a later one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$kept = null;
$answer = serve(function ($request, $response) use (&$kept) {
    if ($kept === null) {
        $kept = $response;
        $response->setBody('first');
        return;
    }
    refusal('kept', fn() => $kept->setBody('smuggled'));
    refusal('kept', fn() => $kept->end('smuggled'));
    $response->setBody('second');
}, get('/1', '') . get('/2'));
echo implode(' ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
kept: TrueAsync\HttpServerRuntimeException
kept: TrueAsync\HttpServerRuntimeException
first second

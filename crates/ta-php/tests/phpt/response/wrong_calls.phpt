--TEST--
Missing and extra arguments are ArgumentCountErrors and leave the response alone
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    refusal('setStatusCode', fn() => $response->setStatusCode());
    refusal('setHeader', fn() => $response->setHeader('x'));
    refusal('getStatusCode', fn() => $response->getStatusCode(1));
    refusal('end', fn() => $response->end('a', 'b'));
    refusal('json', fn() => $response->json());
    $response->setBody('still here');
}, get('/'));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
setStatusCode: ArgumentCountError
setHeader: ArgumentCountError
getStatusCode: ArgumentCountError
end: ArgumentCountError
json: ArgumentCountError
still here

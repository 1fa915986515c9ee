--TEST--
An exception of the user's own serialiser is not hidden by json()
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

final class Broken implements JsonSerializable
{
    public function jsonSerialize(): mixed { throw new DomainException('mine'); }
}
$answer = serve(function ($request, $response) {
    try {
        $response->json(new Broken());
        echo "no exception\n";
    } catch (DomainException $e) {
        echo $e->getMessage(), "\n";
    }
}, get('/'));
?>
--EXPECT--
mine

--TEST--
User code may subclass the cancellations and HttpException, but not implement Throwable by itself
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

class Stop extends Async\AsyncCancellation
{
    public function __construct(public readonly string $why) { parent::__construct("stop: $why", 3); }
}
class NotFound extends TrueAsync\HttpException
{
    public function __construct(string $what) { parent::__construct("$what not found", 404); }
}
foreach ([new Stop('now'), new NotFound('page')] as $e) {
    try {
        throw $e;
    } catch (Cancellation $caught) {
        var_dump($caught === $e, $caught->getMessage(), $caught->getCode());
    }
}
var_dump((new Stop('later'))->why);
$script = new Script('class Mine implements Throwable {}');
echo preg_match('~Fatal error.*Mine~s', $script->wait()[1]) ? "refused\n" : "accepted\n";
?>
--EXPECT--
bool(true)
string(9) "stop: now"
int(3)
bool(true)
string(14) "page not found"
int(404)
string(5) "later"
refused

--TEST--
A failed future used as a token counts as taken, even when nobody had to wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, OperationCanceledException};
use function Async\await;

$token = Future::failed(new RuntimeException('reason'));
echo await(Future::completed('at once'), $token), "\n";
unset($token);
$token = Future::failed(new RuntimeException('reason'));
$pending = new Future(new Async\FutureState());
try {
    $pending->await($token);
} catch (OperationCanceledException $e) {
    echo $e->getPrevious()->getMessage(), "\n";
}
unset($token, $e);
echo "end\n";
?>
--EXPECT--
at once
reason
end

--TEST--
Two receivers fail with one error, and the cancellation behind it is freed with it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException, Scope};
use function Async\{suspend, timeout};

$scope = Scope::inherit()->asNotSafely();
$scope->spawn(function () use ($scope) {
    $channel = new Channel();
    foreach (['one', 'other'] as $name) {
        $scope->spawn(function () use ($channel, $name) {
            try {
                $channel->recv();
            } catch (ChannelException $error) {
                echo "$name: ", $error->reason->name, ' because ', $error->getPrevious()?->getMessage(), "\n";
            }
        });
    }
    suspend();
});
suspend();
suspend();
$reason = new AsyncCancellation('enough');
$freed = WeakReference::create($reason);
$scope->cancel($reason);
unset($reason);
$scope->awaitAfterCancellation(null, timeout(60_000));
unset($scope);
gc_collect_cycles();
var_dump($freed->get());
?>
--EXPECT--
one: SCOPE_DISPOSED because enough
other: SCOPE_DISPOSED because enough
NULL

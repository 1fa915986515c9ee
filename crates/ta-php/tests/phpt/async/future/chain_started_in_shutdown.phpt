--TEST--
Steps are taken for futures that settle in a shutdown function
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};

$state = new FutureState();
(new Future($state))->map(fn($v) => print("mapped $v\n"))->ignore();
Async\delay(1);
register_shutdown_function(function () use ($state) {
    $state->complete('late');
    echo "end of shutdown function\n";
});
echo "end of main\n";
?>
--EXPECT--
end of main
end of shutdown function
mapped late

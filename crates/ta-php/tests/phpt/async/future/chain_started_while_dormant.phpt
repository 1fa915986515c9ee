--TEST--
Steps of a future that settles before the loop was launched are taken all the same
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};

$state = new FutureState();
(new Future($state))->map(function ($v) {
    echo "mapped $v\n";
    return $v + 1;
})->map(fn($v) => print("then $v\n"))->ignore();
$state->complete(1);
echo "end of main\n";
?>
--EXPECT--
end of main
mapped 1
then 2

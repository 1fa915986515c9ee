--TEST--
A loop that does not let go is reported while it runs, with its line and stack, and once more when it ends
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=50
--FILE--
<?php
use function Async\{await, runtime_stats, spawn};

class Report
{
    public function add(): int
    {
        $sum = 0;
        for ($i = 0; $i < 30_000_000; $i++) {
            $sum = ($sum * 31 + $i) % 1_000_003;
        }
        return $sum;
    }
}

function build(): int
{
    return (new Report)->add();
}

await(spawn(function () {
    build();
}));
$stats = runtime_stats();
var_dump($stats['blocks'], $stats['longest_block_ms'] >= 50);
?>
--EXPECTF--
Coroutine %d (spawned at %sbusy_loop.php:21) has held the event loop for %d ms in Report::add() at %sbusy_loop.php:%r(9|10)%r
#0 %sbusy_loop.php(18): Report::add()
#1 %sbusy_loop.php(22): build()
#2 [internal function]: {closure%S}()
#3 {main}
Coroutine %d (spawned at %sbusy_loop.php:21) held the event loop for %d ms in all
int(1)
bool(true)

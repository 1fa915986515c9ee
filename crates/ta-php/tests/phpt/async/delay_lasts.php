<?php
use function Async\{await, delay, spawn};

$start = hrtime(true);
delay(30);
var_dump(hrtime(true) - $start >= 30_000_000);
$start = hrtime(true);
$sleepers = [];
for ($i = 0; $i < 100; $i++) {
    $sleepers[] = spawn(function () { delay(50); });
}
foreach ($sleepers as $sleeper) {
    await($sleeper);
}
$took = hrtime(true) - $start;
var_dump($took >= 50_000_000, $took < 2_500_000_000);
// Work done just before does not shorten it.
spawn(function () {
    $start = hrtime(true);
    while (hrtime(true) - $start < 20_000_000);
    $start = hrtime(true);
    delay(20);
    var_dump(hrtime(true) - $start >= 20_000_000);
});
?>

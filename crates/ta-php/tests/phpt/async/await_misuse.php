<?php
require __DIR__ . '/../client.inc';

use function Async\{await, spawn};

$coroutine = spawn(fn() => 1);
refusal('nothing', fn() => await());
refusal('null', fn() => await(null));
refusal('a closure', fn() => await(fn() => 1));
refusal('an array', fn() => await([$coroutine]));
refusal('a bad token', fn() => await($coroutine, 5));
refusal('no token', fn() => await($coroutine, null));
?>

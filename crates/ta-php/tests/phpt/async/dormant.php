<?php
require __DIR__ . '/../client.inc';

use function Async\{current_coroutine, get_coroutines, suspend};

attempt('current', fn() => current_coroutine());
var_dump(get_coroutines());
suspend();
attempt('current after suspend', fn() => current_coroutine());
?>

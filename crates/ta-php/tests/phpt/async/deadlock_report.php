<?php
use function Async\{await, current_coroutine, spawn};

spawn(function () { await(current_coroutine()); });
?>

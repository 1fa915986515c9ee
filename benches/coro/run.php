<?php
/**
 * Runs one benchmark of `cargo xtask bench coro` for one contender: php run.php NAME CONTENDER COUNT
 *
 * Prints what was measured as `name=value`, one per line, or `skip=` with what this PHP lacks.
 */
declare(strict_types=1);

require __DIR__ . '/measure.inc';

[, $name, $contender, $count] = $argv;
$benchmark = require __DIR__ . "/$name.php";

/** What a contender needs besides PHP itself. */
$missing = match ($contender) {
    'coroutines' => array_filter($benchmark['needs'], fn($one) => !function_exists($one) && !class_exists($one)),
    'fibers' => [],
    'swoole' => extension_loaded('swoole') ? [] : ['swoole'],
};
$missing = isset($benchmark[$contender]) ? $missing : ['counterpart'];
if ($missing !== []) {
    echo 'skip=there is no ', implode(', no ', $missing), "\n";
    exit;
}
if ($contender === 'fibers') {
    require __DIR__ . '/fibers.inc';
}
$measure = fn() => $benchmark['measure']($benchmark[$contender], (int) $count);
if ($contender === 'swoole') {
    Swoole\Coroutine::set(['max_coroutine' => 200_000]);
    $measured = [];
    Swoole\Coroutine\run(function () use (&$measured, $measure) {
        $measured = $measure();
    });
} else {
    $measured = $measure();
}
foreach ($measured as $what => $value) {
    echo "$what=$value\n";
}

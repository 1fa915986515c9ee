<?php
/** 64 chunks of 1 KiB with write(); with TA_TURNS=1 other coroutines get a turn after each: php stream.php */
declare(strict_types=1);

require __DIR__ . '/../io/server.inc';

$chunk = str_repeat('c', 1024);
$turns = getenv('TA_TURNS') === '1';

serve(static function ($request, $response) use ($chunk, $turns) {
    for ($count = 0; $count < 64; $count++) {
        $response->write($chunk);
        if ($turns) {
            Async\suspend();
        }
    }
});

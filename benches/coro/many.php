<?php
/** As many parked coroutines as in parked.php and more: do they fit, and what does a refusal say? */
declare(strict_types=1);

$parked = require __DIR__ . '/parked.php';

return [
    'measure' => function (callable $park, int $count): array {
        try {
            return memory_per_coroutine($park, $count);
        } catch (Async\AsyncException $exception) {
            return ['refused' => $exception->getMessage()];
        }
    },
    'needs' => $parked['needs'],
    'coroutines' => $parked['coroutines'],
];

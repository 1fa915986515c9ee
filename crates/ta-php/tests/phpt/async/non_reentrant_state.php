<?php
use function Async\{await, spawn, suspend};

$tokens = function (string $text): array {
    $list = [strtok($text, ' ')];
    suspend();
    while (($token = strtok(' ')) !== false) {
        $list[] = $token;
        suspend();
    }
    return $list;
};
$one = spawn($tokens, 'a b c');
$two = spawn($tokens, 'x y z');
echo implode(',', await($one)), ' ', implode(',', await($two)), "\n";

$sorted = function (int $sign): string {
    $numbers = [3, 1, 5, 2, 4];
    usort($numbers, function ($a, $b) use ($sign) {
        suspend();
        return $sign * ($a <=> $b);
    });
    return implode('', $numbers);
};
$up = spawn($sorted, 1);
$down = spawn($sorted, -1);
echo await($up), ' ', await($down), "\n";
?>

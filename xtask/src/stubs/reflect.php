<?php
/**
 * Prints what true_async_server declares, for `cargo xtask stubs`.
 *
 * One record per line, fields separated by tabs: kind, name, head, tail and the parameters, if any.
 * Namespaces, functions and types are sorted by name; members keep the order of their declaration.
 */
declare(strict_types=1);

const EXTENSION = 'true_async_server';

/** What every enum has without declaring it. */
const OF_ENUMS = ['cases', 'from', 'tryFrom'];

function record(string ...$fields): void
{
    echo implode("\t", $fields), "\n";
}

/** The name as it is written inside $namespace. */
function name(string $name, string $namespace): string
{
    if (in_array($name, ['self', 'static', 'parent'], true)) {
        return $name;
    }
    $inside = $namespace === '' ? '' : "$namespace\\";
    if ($inside !== '' && str_starts_with($name, $inside) && !str_contains(substr($name, strlen($inside)), '\\')) {
        return substr($name, strlen($inside));
    }
    return "\\$name";
}

function type(?ReflectionType $type, string $namespace): string
{
    if ($type instanceof ReflectionNamedType) {
        $name = $type->isBuiltin() ? $type->getName() : name($type->getName(), $namespace);
        $optional = $type->allowsNull() && !in_array($name, ['mixed', 'null'], true);
        return ($optional ? '?' : '') . $name;
    }
    if ($type === null) {
        return '';
    }
    $parts = array_map(
        fn($part) => $part instanceof ReflectionIntersectionType ? '(' . type($part, $namespace) . ')' : type($part, $namespace),
        $type->getTypes(),
    );
    return implode($type instanceof ReflectionIntersectionType ? '&' : '|', $parts);
}

function value(mixed $value, string $namespace): string
{
    return match (true) {
        $value === [] => '[]',
        $value === null, is_bool($value) => strtolower(var_export($value, true)),
        $value instanceof UnitEnum => name($value::class, $namespace) . "::$value->name",
        is_array($value) => '[' . implode(', ', array_map(
            fn($key, $item) => (array_is_list($value) ? '' : value($key, $namespace) . ' => ') . value($item, $namespace),
            array_keys($value),
            $value,
        )) . ']',
        default => var_export($value, true),
    };
}

function parameter(ReflectionParameter $parameter, string $namespace): string
{
    $text = type($parameter->getType(), $namespace);
    $text .= ($text === '' ? '' : ' ') . ($parameter->isPassedByReference() ? '&' : '')
        . ($parameter->isVariadic() ? '...' : '') . '$' . $parameter->getName();
    if ($parameter->isDefaultValueAvailable()) {
        $constant = $parameter->isDefaultValueConstant() ? $parameter->getDefaultValueConstantName() : null;
        $text .= ' = ' . (isset($constant) ? name($constant, $namespace) : value($parameter->getDefaultValue(), $namespace));
    } elseif ($parameter->isOptional() && !$parameter->isVariadic()) {
        // Optional, but nothing says what happens without it: that must not pass for a signature.
        $text .= ' = UNKNOWN';
    }
    return $text;
}

/** @param string $modifiers with a space at its end unless empty */
function callable_record(string $kind, ReflectionFunctionAbstract $function, string $modifiers, string $end, string $namespace): void
{
    $type = type($function->getReturnType() ?? $function->getTentativeReturnType(), $namespace);
    record(
        $kind,
        $function->getShortName(),
        $modifiers . 'function ' . ($function->returnsReference() ? '&' : '') . $function->getShortName() . '(',
        ')' . ($type === '' ? '' : ": $type") . $end,
        ...array_map(fn($parameter) => parameter($parameter, $namespace), $function->getParameters()),
    );
}

/** Interfaces that neither the parent nor another one of them brings along. @return list<string> */
function own_interfaces(ReflectionClass $class): array
{
    $names = $class->getInterfaceNames();
    $inherited = $class->getParentClass() ? $class->getParentClass()->getInterfaceNames() : [];
    foreach ($names as $name) {
        array_push($inherited, ...(new ReflectionClass($name))->getInterfaceNames());
    }
    if ($class->isEnum()) {
        array_push($inherited, UnitEnum::class, BackedEnum::class);
    }
    $own = array_values(array_diff($names, $inherited));
    sort($own);
    return $own;
}

function head(ReflectionClass $class, string $namespace): string
{
    $names = fn(array $names) => implode(', ', array_map(fn($one) => name($one, $namespace), $names));
    $interfaces = own_interfaces($class);
    if ($class->isEnum()) {
        $backing = (new ReflectionEnum($class->name))->getBackingType();
        return 'enum ' . $class->getShortName() . ($backing === null ? '' : ": $backing")
            . ($interfaces === [] ? '' : ' implements ' . $names($interfaces));
    }
    if ($class->isInterface()) {
        return 'interface ' . $class->getShortName() . ($interfaces === [] ? '' : ' extends ' . $names($interfaces));
    }
    $readonly = method_exists($class, 'isReadOnly') && $class->isReadOnly();
    return ($class->isAbstract() ? 'abstract ' : '') . ($class->isFinal() ? 'final ' : '') . ($readonly ? 'readonly ' : '')
        . 'class ' . $class->getShortName()
        . ($class->getParentClass() ? ' extends ' . $names([$class->getParentClass()->name]) : '')
        . ($interfaces === [] ? '' : ' implements ' . $names($interfaces));
}

/** Declared by the class itself, or taken over from one that is not above it, as \Cancellation does. */
function is_own(ReflectionMethod|ReflectionProperty $member, ReflectionClass $class): bool
{
    if ($member->class === $class->name) {
        return true;
    }
    $has = $member instanceof ReflectionMethod ? 'hasMethod' : 'hasProperty';
    $parent = $class->getParentClass();
    return !is_a($class->name, $member->class, true) && !($parent && $parent->$has($member->name));
}

function constants(ReflectionClass $class, string $namespace): void
{
    foreach ($class->getReflectionConstants() as $constant) {
        if ($constant->isPrivate() || $constant->getDeclaringClass()->name !== $class->name) {
            continue;
        }
        if ($class->isEnum() && $constant->isEnumCase()) {
            $case = (new ReflectionEnum($class->name))->getCase($constant->name);
            $value = $case instanceof ReflectionEnumBackedCase ? ' = ' . value($case->getBackingValue(), $namespace) : '';
            record('case', $constant->name, "case $constant->name$value;");
        } else {
            $modifiers = ($constant->isFinal() ? 'final ' : '') . ($constant->isProtected() ? 'protected' : 'public');
            record('constant', $constant->name, "$modifiers const $constant->name = " . value($constant->getValue(), $namespace) . ';');
        }
    }
}

function properties(ReflectionClass $class, string $namespace): void
{
    foreach ($class->isEnum() ? [] : $class->getProperties() as $property) {
        if ($property->isPrivate() || !is_own($property, $class)) {
            continue;
        }
        $readonly = $property->isReadOnly() && !(method_exists($class, 'isReadOnly') && $class->isReadOnly());
        $type = type($property->getType(), $namespace);
        // An untyped property always has a default, null; it goes without saying.
        $default = $property->hasDefaultValue() && ($type !== '' || $property->getDefaultValue() !== null)
            ? ' = ' . value($property->getDefaultValue(), $namespace) : '';
        record('property', "$$property->name", ($property->isProtected() ? 'protected ' : 'public ')
            . ($property->isStatic() ? 'static ' : '') . ($readonly ? 'readonly ' : '')
            . ($type === '' ? '' : "$type ") . "$$property->name$default;");
    }
}

function methods(ReflectionClass $class, string $namespace): void
{
    foreach ($class->getMethods() as $method) {
        if (!is_own($method, $class)
            || ($method->isPrivate() && !$method->isConstructor())
            || ($class->isEnum() && in_array($method->name, OF_ENUMS, true))
            || $method->name === '__wakeup') {
            continue;
        }
        $abstract = $method->isAbstract();
        $modifiers = ($abstract && !$class->isInterface() ? 'abstract ' : '') . ($method->isFinal() ? 'final ' : '')
            . ($method->isPrivate() ? 'private ' : ($method->isProtected() ? 'protected ' : 'public '))
            . ($method->isStatic() ? 'static ' : '');
        callable_record('method', $method, $modifiers, $abstract ? ';' : ' {}', $namespace);
    }
}

/** The names of this namespace, sorted without regard to case. @return list<object> */
function inside(array $reflections, string $namespace): array
{
    $found = array_filter($reflections, fn($one) => $one->getNamespaceName() === $namespace);
    usort($found, fn($a, $b) => strcasecmp($a->name, $b->name));
    return $found;
}

$extension = new ReflectionExtension(EXTENSION);
$functions = $extension->getFunctions();
$classes = $extension->getClasses();
$namespaces = array_unique(array_map(fn($one) => $one->getNamespaceName(), [...array_values($functions), ...array_values($classes)]));
sort($namespaces);
foreach ($namespaces as $namespace) {
    record('namespace', $namespace);
    if ($namespace === '' && method_exists(Fiber::class, 'getCoroutine')) {
        $type = type((new ReflectionMethod(Fiber::class, 'getCoroutine'))->getReturnType(), '');
        record('remark', "The engine's own class has one more method: Fiber::getCoroutine(): $type");
    }
    if ($namespace === '' && method_exists('PDO', 'getPool')) {
        $type = type((new ReflectionMethod('PDO', 'getPool'))->getReturnType(), '');
        record('remark', "So has PDO, where there is one: PDO::getPool(): $type");
        $names = array_keys((new ReflectionClass('PDO'))->getConstants());
        $names = array_filter($names, fn($name) => str_starts_with($name, 'ATTR_POOL_'));
        record('remark', 'and constants (int): PDO::' . implode(', ', $names));
    }
    foreach (inside($functions, $namespace) as $function) {
        callable_record('function', $function, '', ' {}', $namespace);
    }
    foreach (inside($classes, $namespace) as $class) {
        record('class', $class->getShortName(), head($class, $namespace));
        constants($class, $namespace);
        properties($class, $namespace);
        methods($class, $namespace);
    }
}

using System.Reflection;
using System.Reflection.Emit;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>Constructors that C# would not write, but other languages and tools may.</summary>
[Category("F6")]
public sealed class ConstructorCodeTests
{
    private static readonly ConstructorInfo OfObject = typeof(object).GetConstructor([])!;

    private TypeBuilder _type;
    private FieldBuilder[] _fields;

    [SetUp]
    public void SetUp()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), AssemblyBuilderAccess.Run);
        _type = assembly.DefineDynamicModule("Emitted").DefineType("Emitted", TypeAttributes.Public);
        _fields = [_type.DefineField("_a", typeof(int), FieldAttributes.Private), _type.DefineField("_b", typeof(int), FieldAttributes.Private)];
    }

    [Test]
    public void Stores_of_every_argument_and_nothing_else() => Assert.That(OnlyStores([0, 1], CallObject), Is.True);

    [Test]
    public void A_debug_build_has_an_instruction_that_does_nothing() => Assert.That(OnlyStores([0, 1], Then(CallObject, code => code.Emit(OpCodes.Nop))), Is.True);

    [Test]
    public void A_store_in_another_order() => Assert.That(OnlyStores([1, 0], CallObject), Is.False);

    [Test]
    public void Two_stores_in_one_field() => Assert.That(OnlyStores([0, 0], CallObject, setters: [0, 0]), Is.False);

    [Test]
    public void One_store_less() => Assert.That(OnlyStores([0], CallObject), Is.False);

    [Test]
    public void A_store_more() => Assert.That(OnlyStores([0, 1, 1], CallObject), Is.False);

    [Test]
    public void A_store_after_the_call() => Assert.That(OnlyStores([0, 1], Then(CallObject, code => EmitStore(code, 0, 1))), Is.False);

    [Test]
    public void A_call_of_another_constructor()
    {
        var other = _type.DefineConstructor(MethodAttributes.Private, CallingConventions.HasThis, []);
        CallObject(other.GetILGenerator());
        other.GetILGenerator().Emit(OpCodes.Ret);
        Assert.That(OnlyStores([0, 1], code => EmitCall(code, other)), Is.False);
    }

    [Test]
    public void A_setter_that_does_more()
        => Assert.That(OnlyStores([0, 1], CallObject, more: code => EmitStore(code, 1, 1)), Is.False);

    private static Action<ILGenerator> Then(Action<ILGenerator> first, Action<ILGenerator> second) => code =>
    {
        first(code);
        second(code);
    };

    private static void CallObject(ILGenerator code) => EmitCall(code, OfObject);

    private static void EmitCall(ILGenerator code, ConstructorInfo called)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, called);
    }

    private void EmitStore(ILGenerator code, int field, int position)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(position switch { 1 => OpCodes.Ldarg_1, 2 => OpCodes.Ldarg_2, _ => OpCodes.Ldarg_3 });
        code.Emit(OpCodes.Stfld, _fields[field]);
    }

    /// <summary>Stores arguments in fields, calls; the setters of the given fields store their value and may do more.</summary>
    private bool OnlyStores(int[] stores, Action<ILGenerator> call, int[]? setters = null, Action<ILGenerator>? more = null)
    {
        var constructor = _type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(int), typeof(int), typeof(int)]).GetILGenerator();
        for (var i = 0; i < stores.Length; i++)
            EmitStore(constructor, stores[i], i + 1);
        call(constructor);
        constructor.Emit(OpCodes.Ret);

        setters ??= [0, 1];
        for (var i = 0; i < setters.Length; i++)
        {
            var setter = _type.DefineMethod($"set_{i}", MethodAttributes.Public, null, [typeof(int)]).GetILGenerator();
            EmitStore(setter, setters[i], 1);
            more?.Invoke(setter);
            setter.Emit(OpCodes.Ret);
        }

        var made = _type.CreateType();
        return ConstructorCode.OnlyStores(made.GetConstructor([typeof(int), typeof(int), typeof(int)])!, setters.Select((_, i) => made.GetMethod($"set_{i}")));
    }
}

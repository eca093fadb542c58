using System.Reflection;
using System.Reflection.Emit;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

/// <summary>An assembly made for a test.</summary>
internal sealed class EmittedAssembly
{
    private readonly ModuleBuilder _module;

    public EmittedAssembly(string name)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
        Assembly = assembly;
        _module = assembly.DefineDynamicModule(name);
    }

    public Assembly Assembly { get; }

    /// <summary>Adds a class with a handler <c>OnPing</c> that returns the class's name.</summary>
    public EmittedAssembly Add(string name, string? path, TypeAttributes attributes = TypeAttributes.Public, Type? parent = null, bool isFaulty = false)
    {
        Define(_module.DefineType(name, attributes | TypeAttributes.Class, parent ?? typeof(AsyncClientNamespace)), path, isFaulty);
        return this;
    }

    /// <summary>Adds such a class nested in another.</summary>
    public EmittedAssembly AddNested(string name, string path, TypeAttributes attributes)
    {
        TypeBuilder outer = _module.DefineType("Around" + name, TypeAttributes.Public | TypeAttributes.Class);
        TypeBuilder nested = outer.DefineNestedType(name, attributes | TypeAttributes.Class, typeof(AsyncClientNamespace));
        outer.CreateType();
        Define(nested, path, isFaulty: false);
        return this;
    }

    private static void Define(TypeBuilder type, string? path, bool isFaulty)
    {
        if (path is not null)
            type.SetCustomAttribute(new CustomAttributeBuilder(typeof(NamespaceAttribute).GetConstructors().Single(), [path]));

        if (typeof(IClientNamespace).IsAssignableFrom(type.BaseType))
        {
            ConstructorInfo inherited = type.BaseType.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
            ILGenerator constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, []).GetILGenerator();
            constructor.Emit(OpCodes.Ldarg_0);
            constructor.Emit(OpCodes.Ldnull);
            constructor.Emit(OpCodes.Call, inherited);
            constructor.Emit(OpCodes.Ret);
        }

        ILGenerator handler = type.DefineMethod("OnPing", isFaulty ? MethodAttributes.Private : MethodAttributes.Public, typeof(string), []).GetILGenerator();
        handler.Emit(OpCodes.Ldstr, type.Name);
        handler.Emit(OpCodes.Ret);
        type.CreateType();
    }
}

namespace OnTime;

/// <summary>Implemented explicitly, its method is called <c>OnTime.IClock.OnTick</c>, which starts like a handler's name.</summary>
internal interface IClock
{
    void OnTick();
}

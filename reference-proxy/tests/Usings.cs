global using System.Net;
global using System.Net.Sockets;
global using System.Text;
global using ConformanceKit.ReferenceProxy.Http;
global using ConformanceKit.ReferenceProxy.Tests.Support;
global using FluentAssertions;
global using NUnit.Framework;
global using HttpVersion = ConformanceKit.ReferenceProxy.Http.HttpVersion;
